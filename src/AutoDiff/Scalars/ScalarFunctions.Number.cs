using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace AutoDiff;

// Constants, questions and conversions.
public static partial class ScalarFunctions
{
    extension<TSelf>(TSelf)
        where TSelf : struct, IFloatingPointIeee754<TSelf>, ICarriesDerivatives
    {
        /// <inheritdoc cref="INumberBase{TSelf}.One"/>
        public static TSelf One => TSelf.One;

        /// <inheritdoc cref="INumberBase{TSelf}.Zero"/>
        public static TSelf Zero => TSelf.Zero;

        /// <inheritdoc cref="IFloatingPointConstants{TSelf}.E"/>
        public static TSelf E => TSelf.E;

        /// <inheritdoc cref="IFloatingPointConstants{TSelf}.Pi"/>
        public static TSelf Pi => TSelf.Pi;

        /// <inheritdoc cref="IFloatingPointConstants{TSelf}.Tau"/>
        public static TSelf Tau => TSelf.Tau;

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.Epsilon"/>
        public static TSelf Epsilon => TSelf.Epsilon;

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.NaN"/>
        public static TSelf NaN => TSelf.NaN;

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.NegativeInfinity"/>
        public static TSelf NegativeInfinity => TSelf.NegativeInfinity;

        /// <inheritdoc cref="ISignedNumber{TSelf}.NegativeOne"/>
        public static TSelf NegativeOne => TSelf.NegativeOne;

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.NegativeZero"/>
        public static TSelf NegativeZero => TSelf.NegativeZero;

        /// <inheritdoc cref="IFloatingPointIeee754{TSelf}.PositiveInfinity"/>
        public static TSelf PositiveInfinity => TSelf.PositiveInfinity;

        /// <inheritdoc cref="INumberBase{TSelf}.IsCanonical(TSelf)"/>
        public static bool IsCanonical(TSelf value) => TSelf.IsCanonical(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsComplexNumber(TSelf)"/>
        public static bool IsComplexNumber(TSelf value) => TSelf.IsComplexNumber(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsEvenInteger(TSelf)"/>
        public static bool IsEvenInteger(TSelf value) => TSelf.IsEvenInteger(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsFinite(TSelf)"/>
        public static bool IsFinite(TSelf value) => TSelf.IsFinite(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsImaginaryNumber(TSelf)"/>
        public static bool IsImaginaryNumber(TSelf value) => TSelf.IsImaginaryNumber(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsInfinity(TSelf)"/>
        public static bool IsInfinity(TSelf value) => TSelf.IsInfinity(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsInteger(TSelf)"/>
        public static bool IsInteger(TSelf value) => TSelf.IsInteger(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsNaN(TSelf)"/>
        public static bool IsNaN(TSelf value) => TSelf.IsNaN(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsNegative(TSelf)"/>
        public static bool IsNegative(TSelf value) => TSelf.IsNegative(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsNegativeInfinity(TSelf)"/>
        public static bool IsNegativeInfinity(TSelf value) => TSelf.IsNegativeInfinity(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsNormal(TSelf)"/>
        public static bool IsNormal(TSelf value) => TSelf.IsNormal(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsOddInteger(TSelf)"/>
        public static bool IsOddInteger(TSelf value) => TSelf.IsOddInteger(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsPositive(TSelf)"/>
        public static bool IsPositive(TSelf value) => TSelf.IsPositive(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsPositiveInfinity(TSelf)"/>
        public static bool IsPositiveInfinity(TSelf value) => TSelf.IsPositiveInfinity(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsRealNumber(TSelf)"/>
        public static bool IsRealNumber(TSelf value) => TSelf.IsRealNumber(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsSubnormal(TSelf)"/>
        public static bool IsSubnormal(TSelf value) => TSelf.IsSubnormal(value);

        /// <inheritdoc cref="INumberBase{TSelf}.IsZero(TSelf)"/>
        public static bool IsZero(TSelf value) => TSelf.IsZero(value);

        /// <inheritdoc cref="ISpanParsable{TSelf}.Parse(ReadOnlySpan{char}, IFormatProvider)"/>
        public static TSelf Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TSelf.Parse(s, provider);

        /// <inheritdoc cref="INumberBase{TSelf}.Parse(ReadOnlySpan{char}, NumberStyles, IFormatProvider)"/>
        public static TSelf Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) => TSelf.Parse(s, style, provider);

        /// <inheritdoc cref="ISpanParsable{TSelf}.TryParse(ReadOnlySpan{char}, IFormatProvider, out TSelf)"/>
        public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TSelf result) => TSelf.TryParse(s, provider, out result);

        /// <inheritdoc cref="INumberBase{TSelf}.TryParse(ReadOnlySpan{char}, NumberStyles, IFormatProvider, out TSelf)"/>
        public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out TSelf result) => TSelf.TryParse(s, style, provider, out result);

        /// <inheritdoc cref="IParsable{TSelf}.Parse(string, IFormatProvider)"/>
        public static TSelf Parse(string s, IFormatProvider? provider) => TSelf.Parse(s, provider);

        /// <inheritdoc cref="INumberBase{TSelf}.Parse(string, NumberStyles, IFormatProvider)"/>
        public static TSelf Parse(string s, NumberStyles style, IFormatProvider? provider) => TSelf.Parse(s, style, provider);

        /// <inheritdoc cref="IParsable{TSelf}.TryParse(string, IFormatProvider, out TSelf)"/>
        public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result) => TSelf.TryParse(s, provider, out result);

        /// <inheritdoc cref="INumberBase{TSelf}.TryParse(string, NumberStyles, IFormatProvider, out TSelf)"/>
        public static bool TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out TSelf result) =>
            TSelf.TryParse(s, style, provider, out result);

        /// <inheritdoc cref="INumberBase{TSelf}.CreateChecked{TOther}(TOther)"/>
        public static TSelf CreateChecked<TOther>(TOther value)
            where TOther : INumberBase<TOther> => TSelf.CreateChecked(value);

        /// <inheritdoc cref="INumberBase{TSelf}.CreateSaturating{TOther}(TOther)"/>
        public static TSelf CreateSaturating<TOther>(TOther value)
            where TOther : INumberBase<TOther> => TSelf.CreateSaturating(value);

        /// <inheritdoc cref="INumberBase{TSelf}.CreateTruncating{TOther}(TOther)"/>
        public static TSelf CreateTruncating<TOther>(TOther value)
            where TOther : INumberBase<TOther> => TSelf.CreateTruncating(value);
    }
}

using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace AutoDiff;

// What a number is asked about itself is answered by its value.
internal partial interface IChained<TSelf, T>
{
    static TSelf INumberBase<TSelf>.One => TSelf.Constant(T.One);

    static TSelf INumberBase<TSelf>.Zero => TSelf.Constant(T.Zero);

    static TSelf IFloatingPointConstants<TSelf>.E => TSelf.Constant(T.E);

    static TSelf IFloatingPointConstants<TSelf>.Pi => TSelf.Constant(T.Pi);

    static TSelf IFloatingPointConstants<TSelf>.Tau => TSelf.Constant(T.Tau);

    static TSelf IFloatingPointIeee754<TSelf>.Epsilon => TSelf.Constant(T.Epsilon);

    static TSelf IFloatingPointIeee754<TSelf>.NaN => TSelf.Constant(T.NaN);

    static TSelf IFloatingPointIeee754<TSelf>.NegativeInfinity => TSelf.Constant(T.NegativeInfinity);

    static TSelf ISignedNumber<TSelf>.NegativeOne => TSelf.Constant(T.NegativeOne);

    static TSelf IFloatingPointIeee754<TSelf>.NegativeZero => TSelf.Constant(T.NegativeZero);

    static TSelf IFloatingPointIeee754<TSelf>.PositiveInfinity => TSelf.Constant(T.PositiveInfinity);

    static int INumberBase<TSelf>.Radix => T.Radix;

    static TSelf IAdditiveIdentity<TSelf, TSelf>.AdditiveIdentity => TSelf.Zero;

    static TSelf IMultiplicativeIdentity<TSelf, TSelf>.MultiplicativeIdentity => TSelf.One;

    static bool INumberBase<TSelf>.IsCanonical(TSelf value) => T.IsCanonical(value.Value);

    static bool INumberBase<TSelf>.IsComplexNumber(TSelf value) => T.IsComplexNumber(value.Value);

    static bool INumberBase<TSelf>.IsEvenInteger(TSelf value) => T.IsEvenInteger(value.Value);

    static bool INumberBase<TSelf>.IsFinite(TSelf value) => T.IsFinite(value.Value);

    static bool INumberBase<TSelf>.IsImaginaryNumber(TSelf value) => T.IsImaginaryNumber(value.Value);

    static bool INumberBase<TSelf>.IsInfinity(TSelf value) => T.IsInfinity(value.Value);

    static bool INumberBase<TSelf>.IsInteger(TSelf value) => T.IsInteger(value.Value);

    static bool INumberBase<TSelf>.IsNaN(TSelf value) => T.IsNaN(value.Value);

    static bool INumberBase<TSelf>.IsNegative(TSelf value) => T.IsNegative(value.Value);

    static bool INumberBase<TSelf>.IsNegativeInfinity(TSelf value) => T.IsNegativeInfinity(value.Value);

    static bool INumberBase<TSelf>.IsNormal(TSelf value) => T.IsNormal(value.Value);

    static bool INumberBase<TSelf>.IsOddInteger(TSelf value) => T.IsOddInteger(value.Value);

    static bool INumberBase<TSelf>.IsPositive(TSelf value) => T.IsPositive(value.Value);

    static bool INumberBase<TSelf>.IsPositiveInfinity(TSelf value) => T.IsPositiveInfinity(value.Value);

    static bool INumberBase<TSelf>.IsRealNumber(TSelf value) => T.IsRealNumber(value.Value);

    static bool INumberBase<TSelf>.IsSubnormal(TSelf value) => T.IsSubnormal(value.Value);

    static bool INumberBase<TSelf>.IsZero(TSelf value) => T.IsZero(value.Value);

    static TSelf ISpanParsable<TSelf>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TSelf.Constant(T.Parse(s, provider));

    static TSelf INumberBase<TSelf>.Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) => TSelf.Constant(T.Parse(s, style, provider));

    static bool ISpanParsable<TSelf>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TSelf result)
    {
        bool parsed = T.TryParse(s, provider, out T value);
        result = TSelf.Constant(value);
        return parsed;
    }

    static bool INumberBase<TSelf>.TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out TSelf result)
    {
        bool parsed = T.TryParse(s, style, provider, out T value);
        result = TSelf.Constant(value);
        return parsed;
    }

    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) => TSelf.Constant(T.Parse(s, provider));

    static TSelf INumberBase<TSelf>.Parse(string s, NumberStyles style, IFormatProvider? provider) => TSelf.Constant(T.Parse(s, style, provider));

    static bool IParsable<TSelf>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result)
    {
        bool parsed = T.TryParse(s, provider, out T value);
        result = TSelf.Constant(value);
        return parsed;
    }

    static bool INumberBase<TSelf>.TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out TSelf result)
    {
        bool parsed = T.TryParse(s, style, provider, out T value);
        result = TSelf.Constant(value);
        return parsed;
    }

    int IFloatingPoint<TSelf>.GetExponentByteCount() => Value.GetExponentByteCount();

    int IFloatingPoint<TSelf>.GetExponentShortestBitLength() => Value.GetExponentShortestBitLength();

    int IFloatingPoint<TSelf>.GetSignificandBitLength() => Value.GetSignificandBitLength();

    int IFloatingPoint<TSelf>.GetSignificandByteCount() => Value.GetSignificandByteCount();

    bool IFloatingPoint<TSelf>.TryWriteExponentBigEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteExponentBigEndian(destination, out bytesWritten);

    bool IFloatingPoint<TSelf>.TryWriteExponentLittleEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteExponentLittleEndian(destination, out bytesWritten);

    bool IFloatingPoint<TSelf>.TryWriteSignificandBigEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteSignificandBigEndian(destination, out bytesWritten);

    bool IFloatingPoint<TSelf>.TryWriteSignificandLittleEndian(Span<byte> destination, out int bytesWritten) =>
        Value.TryWriteSignificandLittleEndian(destination, out bytesWritten);
}

using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace AutoDiff;

// What a number is asked about itself is answered by its value.
public readonly partial struct Scalar<T>
{
    /// <inheritdoc/>
    public static Scalar<T> One => new(T.One);

    /// <inheritdoc/>
    public static Scalar<T> Zero => new(T.Zero);

    /// <inheritdoc/>
    public static Scalar<T> E => new(T.E);

    /// <inheritdoc/>
    public static Scalar<T> Pi => new(T.Pi);

    /// <inheritdoc/>
    public static Scalar<T> Tau => new(T.Tau);

    /// <inheritdoc/>
    public static Scalar<T> Epsilon => new(T.Epsilon);

    /// <inheritdoc/>
    public static Scalar<T> NaN => new(T.NaN);

    /// <inheritdoc/>
    public static Scalar<T> NegativeInfinity => new(T.NegativeInfinity);

    /// <inheritdoc/>
    public static Scalar<T> NegativeOne => new(T.NegativeOne);

    /// <inheritdoc/>
    public static Scalar<T> NegativeZero => new(T.NegativeZero);

    /// <inheritdoc/>
    public static Scalar<T> PositiveInfinity => new(T.PositiveInfinity);

    /// <inheritdoc/>
    static int INumberBase<Scalar<T>>.Radix => T.Radix;

    /// <inheritdoc/>
    static Scalar<T> IAdditiveIdentity<Scalar<T>, Scalar<T>>.AdditiveIdentity => Zero;

    /// <inheritdoc/>
    static Scalar<T> IMultiplicativeIdentity<Scalar<T>, Scalar<T>>.MultiplicativeIdentity => One;

    /// <inheritdoc/>
    public static bool operator ==(Scalar<T> left, Scalar<T> right) => left.Value == right.Value;

    /// <inheritdoc/>
    public static bool operator !=(Scalar<T> left, Scalar<T> right) => left.Value != right.Value;

    /// <inheritdoc/>
    public static bool operator <(Scalar<T> left, Scalar<T> right) => left.Value < right.Value;

    /// <inheritdoc/>
    public static bool operator >(Scalar<T> left, Scalar<T> right) => left.Value > right.Value;

    /// <inheritdoc/>
    public static bool operator <=(Scalar<T> left, Scalar<T> right) => left.Value <= right.Value;

    /// <inheritdoc/>
    public static bool operator >=(Scalar<T> left, Scalar<T> right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public static bool IsCanonical(Scalar<T> value) => T.IsCanonical(value.Value);

    /// <inheritdoc/>
    public static bool IsComplexNumber(Scalar<T> value) => T.IsComplexNumber(value.Value);

    /// <inheritdoc/>
    public static bool IsEvenInteger(Scalar<T> value) => T.IsEvenInteger(value.Value);

    /// <inheritdoc/>
    public static bool IsFinite(Scalar<T> value) => T.IsFinite(value.Value);

    /// <inheritdoc/>
    public static bool IsImaginaryNumber(Scalar<T> value) => T.IsImaginaryNumber(value.Value);

    /// <inheritdoc/>
    public static bool IsInfinity(Scalar<T> value) => T.IsInfinity(value.Value);

    /// <inheritdoc/>
    public static bool IsInteger(Scalar<T> value) => T.IsInteger(value.Value);

    /// <inheritdoc/>
    public static bool IsNaN(Scalar<T> value) => T.IsNaN(value.Value);

    /// <inheritdoc/>
    public static bool IsNegative(Scalar<T> value) => T.IsNegative(value.Value);

    /// <inheritdoc/>
    public static bool IsNegativeInfinity(Scalar<T> value) => T.IsNegativeInfinity(value.Value);

    /// <inheritdoc/>
    public static bool IsNormal(Scalar<T> value) => T.IsNormal(value.Value);

    /// <inheritdoc/>
    public static bool IsOddInteger(Scalar<T> value) => T.IsOddInteger(value.Value);

    /// <inheritdoc/>
    public static bool IsPositive(Scalar<T> value) => T.IsPositive(value.Value);

    /// <inheritdoc/>
    public static bool IsPositiveInfinity(Scalar<T> value) => T.IsPositiveInfinity(value.Value);

    /// <inheritdoc/>
    public static bool IsRealNumber(Scalar<T> value) => T.IsRealNumber(value.Value);

    /// <inheritdoc/>
    public static bool IsSubnormal(Scalar<T> value) => T.IsSubnormal(value.Value);

    /// <inheritdoc/>
    public static bool IsZero(Scalar<T> value) => T.IsZero(value.Value);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is null ? 1 : obj is Scalar<T> other ? CompareTo(other) : throw new ArgumentException($"CompareTo: another type: the other object is a {obj.GetType().Name}; need a {nameof(Scalar<>)}.", nameof(obj));

    /// <inheritdoc/>
    public int CompareTo(Scalar<T> other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool Equals(Scalar<T> other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scalar<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(null, null);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => Value.ToString(format, formatProvider);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => Value.TryFormat(destination, out charsWritten, format, provider);

    /// <inheritdoc/>
    public static Scalar<T> Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => new(T.Parse(s, provider));

    /// <inheritdoc/>
    public static Scalar<T> Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) => new(T.Parse(s, style, provider));

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Scalar<T> result)
    {
        bool parsed = T.TryParse(s, provider, out T value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out Scalar<T> result)
    {
        bool parsed = T.TryParse(s, style, provider, out T value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public static Scalar<T> Parse(string s, IFormatProvider? provider) => new(T.Parse(s, provider));

    /// <inheritdoc/>
    public static Scalar<T> Parse(string s, NumberStyles style, IFormatProvider? provider) => new(T.Parse(s, style, provider));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Scalar<T> result)
    {
        bool parsed = T.TryParse(s, provider, out T value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out Scalar<T> result)
    {
        bool parsed = T.TryParse(s, style, provider, out T value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public static Scalar<T> CreateChecked<TOther>(TOther value)
        where TOther : INumberBase<TOther> =>
        value is Scalar<T> same ? same : TryFromChecked(value, out T number) ? new(number) : throw new NotSupportedException($"CreateChecked: no conversion: {typeof(TOther).Name} and {typeof(T).Name} do not know each other.");

    /// <inheritdoc/>
    public static Scalar<T> CreateSaturating<TOther>(TOther value)
        where TOther : INumberBase<TOther> =>
        value is Scalar<T> same ? same : TryFromSaturating(value, out T number) ? new(number) : throw new NotSupportedException($"CreateSaturating: no conversion: {typeof(TOther).Name} and {typeof(T).Name} do not know each other.");

    /// <inheritdoc/>
    public static Scalar<T> CreateTruncating<TOther>(TOther value)
        where TOther : INumberBase<TOther> =>
        value is Scalar<T> same ? same : TryFromTruncating(value, out T number) ? new(number) : throw new NotSupportedException($"CreateTruncating: no conversion: {typeof(TOther).Name} and {typeof(T).Name} do not know each other.");

    /// <inheritdoc/>
    static bool INumberBase<Scalar<T>>.TryConvertFromChecked<TOther>(TOther value, out Scalar<T> result)
    {
        bool converted = TryFromChecked(value, out T number);
        result = new(number);
        return converted;
    }

    /// <inheritdoc/>
    static bool INumberBase<Scalar<T>>.TryConvertToChecked<TOther>(Scalar<T> value, [MaybeNullWhen(false)] out TOther result)
    {
        if (typeof(TOther) == typeof(T))
        {
            result = (TOther)(object)value.Value;
            return true;
        }

        return TOther.TryConvertFromChecked(value.Value, out result) || T.TryConvertToChecked(value.Value, out result);
    }

    /// <inheritdoc/>
    static bool INumberBase<Scalar<T>>.TryConvertFromSaturating<TOther>(TOther value, out Scalar<T> result)
    {
        bool converted = TryFromSaturating(value, out T number);
        result = new(number);
        return converted;
    }

    /// <inheritdoc/>
    static bool INumberBase<Scalar<T>>.TryConvertToSaturating<TOther>(Scalar<T> value, [MaybeNullWhen(false)] out TOther result)
    {
        if (typeof(TOther) == typeof(T))
        {
            result = (TOther)(object)value.Value;
            return true;
        }

        return TOther.TryConvertFromSaturating(value.Value, out result) || T.TryConvertToSaturating(value.Value, out result);
    }

    /// <inheritdoc/>
    static bool INumberBase<Scalar<T>>.TryConvertFromTruncating<TOther>(TOther value, out Scalar<T> result)
    {
        bool converted = TryFromTruncating(value, out T number);
        result = new(number);
        return converted;
    }

    /// <inheritdoc/>
    static bool INumberBase<Scalar<T>>.TryConvertToTruncating<TOther>(Scalar<T> value, [MaybeNullWhen(false)] out TOther result)
    {
        if (typeof(TOther) == typeof(T))
        {
            result = (TOther)(object)value.Value;
            return true;
        }

        return TOther.TryConvertFromTruncating(value.Value, out result) || T.TryConvertToTruncating(value.Value, out result);
    }

    /// <inheritdoc/>
    int IFloatingPoint<Scalar<T>>.GetExponentByteCount() => Value.GetExponentByteCount();

    /// <inheritdoc/>
    int IFloatingPoint<Scalar<T>>.GetExponentShortestBitLength() => Value.GetExponentShortestBitLength();

    /// <inheritdoc/>
    int IFloatingPoint<Scalar<T>>.GetSignificandBitLength() => Value.GetSignificandBitLength();

    /// <inheritdoc/>
    int IFloatingPoint<Scalar<T>>.GetSignificandByteCount() => Value.GetSignificandByteCount();

    /// <inheritdoc/>
    bool IFloatingPoint<Scalar<T>>.TryWriteExponentBigEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteExponentBigEndian(destination, out bytesWritten);

    /// <inheritdoc/>
    bool IFloatingPoint<Scalar<T>>.TryWriteExponentLittleEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteExponentLittleEndian(destination, out bytesWritten);

    /// <inheritdoc/>
    bool IFloatingPoint<Scalar<T>>.TryWriteSignificandBigEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteSignificandBigEndian(destination, out bytesWritten);

    /// <inheritdoc/>
    bool IFloatingPoint<Scalar<T>>.TryWriteSignificandLittleEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteSignificandLittleEndian(destination, out bytesWritten);

    private static bool TryFromChecked<TOther>(TOther value, out T result)
        where TOther : INumberBase<TOther>
    {
        if (value is T same)
        {
            result = same;
            return true;
        }

        return T.TryConvertFromChecked(value, out result) || TOther.TryConvertToChecked(value, out result);
    }

    private static bool TryFromSaturating<TOther>(TOther value, out T result)
        where TOther : INumberBase<TOther>
    {
        if (value is T same)
        {
            result = same;
            return true;
        }

        return T.TryConvertFromSaturating(value, out result) || TOther.TryConvertToSaturating(value, out result);
    }

    private static bool TryFromTruncating<TOther>(TOther value, out T result)
        where TOther : INumberBase<TOther>
    {
        if (value is T same)
        {
            result = same;
            return true;
        }

        return T.TryConvertFromTruncating(value, out result) || TOther.TryConvertToTruncating(value, out result);
    }
}

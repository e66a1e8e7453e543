using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace AutoDiff;

// What a number is asked about itself is answered by its value.
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    public static Dual<T> One => new(T.One);

    /// <inheritdoc/>
    public static Dual<T> Zero => new(T.Zero);

    /// <inheritdoc/>
    public static Dual<T> E => new(T.E);

    /// <inheritdoc/>
    public static Dual<T> Pi => new(T.Pi);

    /// <inheritdoc/>
    public static Dual<T> Tau => new(T.Tau);

    /// <inheritdoc/>
    public static Dual<T> Epsilon => new(T.Epsilon);

    /// <inheritdoc/>
    public static Dual<T> NaN => new(T.NaN);

    /// <inheritdoc/>
    public static Dual<T> NegativeInfinity => new(T.NegativeInfinity);

    /// <inheritdoc/>
    public static Dual<T> NegativeOne => new(T.NegativeOne);

    /// <inheritdoc/>
    public static Dual<T> NegativeZero => new(T.NegativeZero);

    /// <inheritdoc/>
    public static Dual<T> PositiveInfinity => new(T.PositiveInfinity);

    /// <inheritdoc/>
    static int INumberBase<Dual<T>>.Radix => T.Radix;

    /// <inheritdoc/>
    static Dual<T> IAdditiveIdentity<Dual<T>, Dual<T>>.AdditiveIdentity => Zero;

    /// <inheritdoc/>
    static Dual<T> IMultiplicativeIdentity<Dual<T>, Dual<T>>.MultiplicativeIdentity => One;

    /// <inheritdoc/>
    public static bool operator ==(Dual<T> left, Dual<T> right) => left.Value == right.Value;

    /// <inheritdoc/>
    public static bool operator !=(Dual<T> left, Dual<T> right) => left.Value != right.Value;

    /// <inheritdoc/>
    public static bool operator <(Dual<T> left, Dual<T> right) => left.Value < right.Value;

    /// <inheritdoc/>
    public static bool operator >(Dual<T> left, Dual<T> right) => left.Value > right.Value;

    /// <inheritdoc/>
    public static bool operator <=(Dual<T> left, Dual<T> right) => left.Value <= right.Value;

    /// <inheritdoc/>
    public static bool operator >=(Dual<T> left, Dual<T> right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public static bool IsCanonical(Dual<T> value) => T.IsCanonical(value.Value);

    /// <inheritdoc/>
    public static bool IsComplexNumber(Dual<T> value) => T.IsComplexNumber(value.Value);

    /// <inheritdoc/>
    public static bool IsEvenInteger(Dual<T> value) => T.IsEvenInteger(value.Value);

    /// <inheritdoc/>
    public static bool IsFinite(Dual<T> value) => T.IsFinite(value.Value);

    /// <inheritdoc/>
    public static bool IsImaginaryNumber(Dual<T> value) => T.IsImaginaryNumber(value.Value);

    /// <inheritdoc/>
    public static bool IsInfinity(Dual<T> value) => T.IsInfinity(value.Value);

    /// <inheritdoc/>
    public static bool IsInteger(Dual<T> value) => T.IsInteger(value.Value);

    /// <inheritdoc/>
    public static bool IsNaN(Dual<T> value) => T.IsNaN(value.Value);

    /// <inheritdoc/>
    public static bool IsNegative(Dual<T> value) => T.IsNegative(value.Value);

    /// <inheritdoc/>
    public static bool IsNegativeInfinity(Dual<T> value) => T.IsNegativeInfinity(value.Value);

    /// <inheritdoc/>
    public static bool IsNormal(Dual<T> value) => T.IsNormal(value.Value);

    /// <inheritdoc/>
    public static bool IsOddInteger(Dual<T> value) => T.IsOddInteger(value.Value);

    /// <inheritdoc/>
    public static bool IsPositive(Dual<T> value) => T.IsPositive(value.Value);

    /// <inheritdoc/>
    public static bool IsPositiveInfinity(Dual<T> value) => T.IsPositiveInfinity(value.Value);

    /// <inheritdoc/>
    public static bool IsRealNumber(Dual<T> value) => T.IsRealNumber(value.Value);

    /// <inheritdoc/>
    public static bool IsSubnormal(Dual<T> value) => T.IsSubnormal(value.Value);

    /// <inheritdoc/>
    public static bool IsZero(Dual<T> value) => T.IsZero(value.Value);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj is null ? 1 : obj is Dual<T> other ? CompareTo(other) : throw new ArgumentException($"CompareTo: another type: the other object is a {obj.GetType().Name}; need a {nameof(Dual<>)}.", nameof(obj));

    /// <inheritdoc/>
    public int CompareTo(Dual<T> other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool Equals(Dual<T> other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dual<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(null, null);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => Value.ToString(format, formatProvider);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => Value.TryFormat(destination, out charsWritten, format, provider);

    /// <inheritdoc/>
    public static Dual<T> Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => new(T.Parse(s, provider));

    /// <inheritdoc/>
    public static Dual<T> Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) => new(T.Parse(s, style, provider));

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Dual<T> result)
    {
        bool parsed = T.TryParse(s, provider, out T value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out Dual<T> result)
    {
        bool parsed = T.TryParse(s, style, provider, out T value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public static Dual<T> Parse(string s, IFormatProvider? provider) => new(T.Parse(s, provider));

    /// <inheritdoc/>
    public static Dual<T> Parse(string s, NumberStyles style, IFormatProvider? provider) => new(T.Parse(s, style, provider));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Dual<T> result)
    {
        bool parsed = T.TryParse(s, provider, out T value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out Dual<T> result)
    {
        bool parsed = T.TryParse(s, style, provider, out T value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public static Dual<T> CreateChecked<TOther>(TOther value)
        where TOther : INumberBase<TOther> =>
        value is Dual<T> same ? same : TryFromChecked(value, out T number) ? new(number) : throw new NotSupportedException($"CreateChecked: no conversion: {typeof(TOther).Name} and {typeof(T).Name} do not know each other.");

    /// <inheritdoc/>
    public static Dual<T> CreateSaturating<TOther>(TOther value)
        where TOther : INumberBase<TOther> =>
        value is Dual<T> same ? same : TryFromSaturating(value, out T number) ? new(number) : throw new NotSupportedException($"CreateSaturating: no conversion: {typeof(TOther).Name} and {typeof(T).Name} do not know each other.");

    /// <inheritdoc/>
    public static Dual<T> CreateTruncating<TOther>(TOther value)
        where TOther : INumberBase<TOther> =>
        value is Dual<T> same ? same : TryFromTruncating(value, out T number) ? new(number) : throw new NotSupportedException($"CreateTruncating: no conversion: {typeof(TOther).Name} and {typeof(T).Name} do not know each other.");

    /// <inheritdoc/>
    static bool INumberBase<Dual<T>>.TryConvertFromChecked<TOther>(TOther value, out Dual<T> result)
    {
        bool converted = TryFromChecked(value, out T number);
        result = new(number);
        return converted;
    }

    /// <inheritdoc/>
    static bool INumberBase<Dual<T>>.TryConvertToChecked<TOther>(Dual<T> value, [MaybeNullWhen(false)] out TOther result)
    {
        if (typeof(TOther) == typeof(T))
        {
            result = (TOther)(object)value.Value;
            return true;
        }

        return TOther.TryConvertFromChecked(value.Value, out result) || T.TryConvertToChecked(value.Value, out result);
    }

    /// <inheritdoc/>
    static bool INumberBase<Dual<T>>.TryConvertFromSaturating<TOther>(TOther value, out Dual<T> result)
    {
        bool converted = TryFromSaturating(value, out T number);
        result = new(number);
        return converted;
    }

    /// <inheritdoc/>
    static bool INumberBase<Dual<T>>.TryConvertToSaturating<TOther>(Dual<T> value, [MaybeNullWhen(false)] out TOther result)
    {
        if (typeof(TOther) == typeof(T))
        {
            result = (TOther)(object)value.Value;
            return true;
        }

        return TOther.TryConvertFromSaturating(value.Value, out result) || T.TryConvertToSaturating(value.Value, out result);
    }

    /// <inheritdoc/>
    static bool INumberBase<Dual<T>>.TryConvertFromTruncating<TOther>(TOther value, out Dual<T> result)
    {
        bool converted = TryFromTruncating(value, out T number);
        result = new(number);
        return converted;
    }

    /// <inheritdoc/>
    static bool INumberBase<Dual<T>>.TryConvertToTruncating<TOther>(Dual<T> value, [MaybeNullWhen(false)] out TOther result)
    {
        if (typeof(TOther) == typeof(T))
        {
            result = (TOther)(object)value.Value;
            return true;
        }

        return TOther.TryConvertFromTruncating(value.Value, out result) || T.TryConvertToTruncating(value.Value, out result);
    }

    /// <inheritdoc/>
    int IFloatingPoint<Dual<T>>.GetExponentByteCount() => Value.GetExponentByteCount();

    /// <inheritdoc/>
    int IFloatingPoint<Dual<T>>.GetExponentShortestBitLength() => Value.GetExponentShortestBitLength();

    /// <inheritdoc/>
    int IFloatingPoint<Dual<T>>.GetSignificandBitLength() => Value.GetSignificandBitLength();

    /// <inheritdoc/>
    int IFloatingPoint<Dual<T>>.GetSignificandByteCount() => Value.GetSignificandByteCount();

    /// <inheritdoc/>
    bool IFloatingPoint<Dual<T>>.TryWriteExponentBigEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteExponentBigEndian(destination, out bytesWritten);

    /// <inheritdoc/>
    bool IFloatingPoint<Dual<T>>.TryWriteExponentLittleEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteExponentLittleEndian(destination, out bytesWritten);

    /// <inheritdoc/>
    bool IFloatingPoint<Dual<T>>.TryWriteSignificandBigEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteSignificandBigEndian(destination, out bytesWritten);

    /// <inheritdoc/>
    bool IFloatingPoint<Dual<T>>.TryWriteSignificandLittleEndian(Span<byte> destination, out int bytesWritten) => Value.TryWriteSignificandLittleEndian(destination, out bytesWritten);

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

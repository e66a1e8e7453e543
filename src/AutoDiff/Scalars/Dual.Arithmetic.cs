using System;

namespace AutoDiff;

// Extremes, steps, remainders and signs; the four operations stand with the type.
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    public static Dual<T> Abs(Dual<T> value) => Chain(Slopes.Abs(value.Value, out T slope), value, slope);

    /// <inheritdoc/>
    public static Dual<T> CopySign(Dual<T> value, Dual<T> sign) => Chain(Slopes.CopySign(value.Value, sign.Value, out T slope), value, slope);

    /// <inheritdoc/>
    public static Dual<T> operator +(Dual<T> value) => value;

    /// <inheritdoc/>
    public static Dual<T> operator ++(Dual<T> value) => value + One;

    /// <inheritdoc/>
    public static Dual<T> operator --(Dual<T> value) => value - One;

    /// <inheritdoc/>
    public static Dual<T> operator %(Dual<T> left, Dual<T> right) => Chain(Slopes.Remainder(left.Value, right.Value, out T slope), left, T.One, right, slope);

    /// <inheritdoc/>
    public static Dual<T> Ieee754Remainder(Dual<T> left, Dual<T> right) => Chain(Slopes.Ieee754Remainder(left.Value, right.Value, out T slope), left, T.One, right, slope);

    /// <inheritdoc/>
    public static Dual<T> BitDecrement(Dual<T> x) => Chain(T.BitDecrement(x.Value), x, T.One);

    /// <inheritdoc/>
    public static Dual<T> BitIncrement(Dual<T> x) => Chain(T.BitIncrement(x.Value), x, T.One);

    /// <inheritdoc/>
    public static Dual<T> Floor(Dual<T> x) => new(T.Floor(x.Value));

    /// <inheritdoc/>
    public static Dual<T> Ceiling(Dual<T> x) => new(T.Ceiling(x.Value));

    /// <inheritdoc/>
    public static Dual<T> Truncate(Dual<T> x) => new(T.Truncate(x.Value));

    /// <inheritdoc/>
    public static Dual<T> Round(Dual<T> x) => new(T.Round(x.Value));

    /// <inheritdoc/>
    public static Dual<T> Round(Dual<T> x, int digits) => new(T.Round(x.Value, digits));

    /// <inheritdoc/>
    public static Dual<T> Round(Dual<T> x, MidpointRounding mode) => new(T.Round(x.Value, mode));

    /// <inheritdoc/>
    public static Dual<T> Round(Dual<T> x, int digits, MidpointRounding mode) => new(T.Round(x.Value, digits, mode));

    /// <inheritdoc/>
    public static Dual<T> Clamp(Dual<T> value, Dual<T> min, Dual<T> max)
    {
        T.Clamp(value.Value, min.Value, max.Value);
        return value.Value < min.Value ? min : value.Value > max.Value ? max : value;
    }

    /// <inheritdoc/>
    public static Dual<T> Max(Dual<T> x, Dual<T> y) => Chosen(T.Max(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Dual<T> Min(Dual<T> x, Dual<T> y) => Chosen(T.Min(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Dual<T> MaxNumber(Dual<T> x, Dual<T> y) => Chosen(T.MaxNumber(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Dual<T> MinNumber(Dual<T> x, Dual<T> y) => Chosen(T.MinNumber(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Dual<T> MaxMagnitude(Dual<T> x, Dual<T> y) => Chosen(T.MaxMagnitude(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Dual<T> MinMagnitude(Dual<T> x, Dual<T> y) => Chosen(T.MinMagnitude(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Dual<T> MaxMagnitudeNumber(Dual<T> x, Dual<T> y) => Chosen(T.MaxMagnitudeNumber(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Dual<T> MinMagnitudeNumber(Dual<T> x, Dual<T> y) => Chosen(T.MinMagnitudeNumber(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static int Sign(Dual<T> value) => T.Sign(value.Value);

    /// <inheritdoc/>
    public static int ILogB(Dual<T> x) => T.ILogB(x.Value);

    // An extreme is whichever argument it equals; both, if they are equal or both not numbers.
    private static Dual<T> Chosen(T value, Dual<T> x, Dual<T> y)
    {
        bool isX = value.Equals(x.Value), isY = value.Equals(y.Value);
        return isX && isY && x.Value == y.Value ? Chain(value, x, Slopes.Half<T>(), y, Slopes.Half<T>()) : isX ? x : y;
    }
}

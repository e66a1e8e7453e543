using System;

namespace AutoDiff;

// Extremes, steps, remainders and signs; the four operations stand with the type.
public readonly partial struct Scalar<T>
{
    /// <inheritdoc/>
    public static Scalar<T> Abs(Scalar<T> value) => Chain(Slopes.Abs(value.Value, out T slope), value, slope);

    /// <inheritdoc/>
    public static Scalar<T> CopySign(Scalar<T> value, Scalar<T> sign) => Chain(Slopes.CopySign(value.Value, sign.Value, out T slope), value, slope);

    /// <inheritdoc/>
    public static Scalar<T> operator +(Scalar<T> value) => value;

    /// <inheritdoc/>
    public static Scalar<T> operator ++(Scalar<T> value) => value + One;

    /// <inheritdoc/>
    public static Scalar<T> operator --(Scalar<T> value) => value - One;

    /// <inheritdoc/>
    public static Scalar<T> operator %(Scalar<T> left, Scalar<T> right) => Chain(Slopes.Remainder(left.Value, right.Value, out T slope), left, T.One, right, slope);

    /// <inheritdoc/>
    public static Scalar<T> Ieee754Remainder(Scalar<T> left, Scalar<T> right) => Chain(Slopes.Ieee754Remainder(left.Value, right.Value, out T slope), left, T.One, right, slope);

    /// <inheritdoc/>
    public static Scalar<T> BitDecrement(Scalar<T> x) => Chain(T.BitDecrement(x.Value), x, T.One);

    /// <inheritdoc/>
    public static Scalar<T> BitIncrement(Scalar<T> x) => Chain(T.BitIncrement(x.Value), x, T.One);

    /// <inheritdoc/>
    public static Scalar<T> Floor(Scalar<T> x) => new(T.Floor(x.Value));

    /// <inheritdoc/>
    public static Scalar<T> Ceiling(Scalar<T> x) => new(T.Ceiling(x.Value));

    /// <inheritdoc/>
    public static Scalar<T> Truncate(Scalar<T> x) => new(T.Truncate(x.Value));

    /// <inheritdoc/>
    public static Scalar<T> Round(Scalar<T> x) => new(T.Round(x.Value));

    /// <inheritdoc/>
    public static Scalar<T> Round(Scalar<T> x, int digits) => new(T.Round(x.Value, digits));

    /// <inheritdoc/>
    public static Scalar<T> Round(Scalar<T> x, MidpointRounding mode) => new(T.Round(x.Value, mode));

    /// <inheritdoc/>
    public static Scalar<T> Round(Scalar<T> x, int digits, MidpointRounding mode) => new(T.Round(x.Value, digits, mode));

    /// <inheritdoc/>
    public static Scalar<T> Clamp(Scalar<T> value, Scalar<T> min, Scalar<T> max)
    {
        T.Clamp(value.Value, min.Value, max.Value);
        return value.Value < min.Value ? min : value.Value > max.Value ? max : value;
    }

    /// <inheritdoc/>
    public static Scalar<T> Max(Scalar<T> x, Scalar<T> y) => Chosen(T.Max(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Scalar<T> Min(Scalar<T> x, Scalar<T> y) => Chosen(T.Min(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Scalar<T> MaxNumber(Scalar<T> x, Scalar<T> y) => Chosen(T.MaxNumber(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Scalar<T> MinNumber(Scalar<T> x, Scalar<T> y) => Chosen(T.MinNumber(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Scalar<T> MaxMagnitude(Scalar<T> x, Scalar<T> y) => Chosen(T.MaxMagnitude(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Scalar<T> MinMagnitude(Scalar<T> x, Scalar<T> y) => Chosen(T.MinMagnitude(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Scalar<T> MaxMagnitudeNumber(Scalar<T> x, Scalar<T> y) => Chosen(T.MaxMagnitudeNumber(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static Scalar<T> MinMagnitudeNumber(Scalar<T> x, Scalar<T> y) => Chosen(T.MinMagnitudeNumber(x.Value, y.Value), x, y);

    /// <inheritdoc/>
    public static int Sign(Scalar<T> value) => T.Sign(value.Value);

    /// <inheritdoc/>
    public static int ILogB(Scalar<T> x) => T.ILogB(x.Value);

    // An extreme is whichever argument it equals; both, if they are equal or both not numbers.
    private static Scalar<T> Chosen(T value, Scalar<T> x, Scalar<T> y)
    {
        bool isX = value.Equals(x.Value), isY = value.Equals(y.Value);
        return isX && isY && x.Value == y.Value ? Chain(value, x, Slopes.Half<T>(), y, Slopes.Half<T>()) : isX ? x : y;
    }
}

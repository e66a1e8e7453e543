using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff;

/// <summary>
/// The calculus of the number types: each function's value together with its slopes, written once for forward and reverse
/// mode. The slopes are themselves computed in <c>T</c>, so that a nested number type differentiates them again.
/// </summary>
/// <remarks>
/// Conventions where a slope does not exist: <c>abs'(0) = 0</c>, equal arguments of an extreme share evenly, steps
/// (<c>Floor</c>, <c>Round</c>, ...) have slope zero everywhere, <c>Hypot</c> and <c>Atan2</c> have slope zero at the origin.
/// Source of the formulas: elementary; Abramowitz and Stegun, chapter 4.
/// </remarks>
internal static partial class Slopes
{
    public static T Abs<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.IsZero(x) ? T.Zero : T.IsNegative(x) ? T.NegativeOne : T.One;
        return T.Abs(x);
    }

    // |x| with the sign of `sign`: a kink at zero, like that of the absolute value.
    public static T CopySign<T>(T x, T sign, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.IsZero(x) ? T.Zero : T.IsNegative(x) == T.IsNegative(sign) ? T.One : T.NegativeOne;
        return T.CopySign(x, sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Divide<T>(T x, T y, out T dx, out T dy)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T quotient = x / y;
        dx = T.One / y;
        dy = -quotient * dx;
        return quotient;
    }

    // x - n y with n = trunc(x / y), a step. A rounded quotient may be the next whole number, so that the remainder itself tells n.
    public static T Remainder<T>(T x, T y, out T dy)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T remainder = x % y;
        dy = -T.Round((x - remainder) / y);
        return remainder;
    }

    // x - n y with n the integer nearest to x / y.
    public static T Ieee754Remainder<T>(T x, T y, out T dy)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T remainder = T.Ieee754Remainder(x, y);
        dy = -T.Round((x - remainder) / y);
        return remainder;
    }

    public static T DegreesToRadians<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.DegreesToRadians(T.One);
        return T.DegreesToRadians(x);
    }

    public static T RadiansToDegrees<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.RadiansToDegrees(T.One);
        return T.RadiansToDegrees(x);
    }

    public static T ScaleB<T>(T x, int n, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.ScaleB(T.One, n);
        return T.ScaleB(x, n);
    }

    public static T ReciprocalEstimate<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.ReciprocalEstimate(x);
        slope = -y * y;
        return y;
    }

    public static T ReciprocalSqrtEstimate<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.ReciprocalSqrtEstimate(x);
        slope = -Half<T>() * y * y * y;
        return y;
    }

    public static T Half<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => T.One / (T.One + T.One);
}

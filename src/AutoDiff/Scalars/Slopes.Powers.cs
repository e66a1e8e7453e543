using System.Numerics;

namespace AutoDiff;

// Roots, powers, exponentials and logarithms.
internal static partial class Slopes
{
    public static T Sqrt<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.Sqrt(x);
        slope = Half<T>() / y;
        return y;
    }

    public static T Cbrt<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.Cbrt(x);
        slope = T.One / (T.CreateChecked(3) * y * y);
        return y;
    }

    // y = x^(1/n): n y^(n-1) dy = dx, which also holds for the negative roots of odd n.
    public static T RootN<T>(T x, int n, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.RootN(x, n);
        slope = T.One / (T.CreateChecked(n) * T.Pow(y, T.CreateChecked(n - 1L)));
        return y;
    }

    public static T Hypot<T>(T x, T y, out T dx, out T dy)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T length = T.Hypot(x, y);
        (dx, dy) = T.IsZero(length) ? (T.Zero, T.Zero) : (x / length, y / length);
        return length;
    }

    public static T Pow<T>(T x, T y, out T dx, out T dy)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T power = T.Pow(x, y);
        dx = PowerBase(x, y);
        dy = PowerExponent(x, y, power);
        return power;
    }

    // y x^(y-1), which is 0 for y = 0 whatever x is, but may move with y.
    public static T PowerBase<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T less = T.Pow(x, y - T.One);
        return T.IsZero(y) && !T.IsFinite(less) ? T.Zero : y * less;
    }

    // x^y log x, whose limit at x = 0 is 0 for y > 0. At y = 0 the power jumps there from 1 to 0; the slope is that of y > 0.
    public static T PowerExponent<T>(T x, T y, T power)
        where T : unmanaged, IFloatingPointIeee754<T> => T.IsZero(x) && y >= T.Zero ? T.Zero : power * T.Log(x);

    public static T Exp<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T> => slope = T.Exp(x);

    public static T Exp2<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.Exp2(x);
        slope = y * Ln2<T>();
        return y;
    }

    public static T Exp10<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.Exp10(x);
        slope = y * Ln10<T>();
        return y;
    }

    // The slope is the exponential itself: y + 1 would lose its last places where y is close to -1.
    public static T ExpM1<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.Exp(x);
        return T.ExpM1(x);
    }

    public static T Exp2M1<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.Exp2(x) * Ln2<T>();
        return T.Exp2M1(x);
    }

    public static T Exp10M1<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.Exp10(x) * Ln10<T>();
        return T.Exp10M1(x);
    }

    public static T Log<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / x;
        return T.Log(x);
    }

    // log x / log b.
    public static T Log<T>(T x, T newBase, out T dx, out T dBase)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.Log(x, newBase), scale = T.Log(newBase);
        dx = T.One / (x * scale);
        dBase = -y / (newBase * scale);
        return y;
    }

    public static T Log2<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / (x * Ln2<T>());
        return T.Log2(x);
    }

    public static T Log10<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / (x * Ln10<T>());
        return T.Log10(x);
    }

    public static T LogP1<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / (T.One + x);
        return T.LogP1(x);
    }

    public static T Log2P1<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / ((T.One + x) * Ln2<T>());
        return T.Log2P1(x);
    }

    public static T Log10P1<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / ((T.One + x) * Ln10<T>());
        return T.Log10P1(x);
    }

    private static T Ln2<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => T.Log(T.CreateChecked(2));

    private static T Ln10<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => T.Log(T.CreateChecked(10));
}

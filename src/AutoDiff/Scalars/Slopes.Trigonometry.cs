using System.Numerics;

namespace AutoDiff;

// Circular and hyperbolic functions and their inverses.
internal static partial class Slopes
{
    public static T Sin<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T sin, slope) = T.SinCos(x);
        return sin;
    }

    public static T Cos<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T sin, T cos) = T.SinCos(x);
        slope = -sin;
        return cos;
    }

    public static T Tan<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.Tan(x);
        slope = T.One + (y * y);
        return y;
    }

    public static T SinPi<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T sin, T cos) = T.SinCosPi(x);
        slope = T.Pi * cos;
        return sin;
    }

    public static T CosPi<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T sin, T cos) = T.SinCosPi(x);
        slope = -(T.Pi * sin);
        return cos;
    }

    public static T TanPi<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.TanPi(x);
        slope = T.Pi * (T.One + (y * y));
        return y;
    }

    public static T Asin<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / Circle(x);
        return T.Asin(x);
    }

    public static T Acos<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.NegativeOne / Circle(x);
        return T.Acos(x);
    }

    public static T Atan<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / (T.One + (x * x));
        return T.Atan(x);
    }

    public static T AsinPi<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / (T.Pi * Circle(x));
        return T.AsinPi(x);
    }

    public static T AcosPi<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.NegativeOne / (T.Pi * Circle(x));
        return T.AcosPi(x);
    }

    public static T AtanPi<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / (T.Pi * (T.One + (x * x)));
        return T.AtanPi(x);
    }

    public static T Atan2<T>(T y, T x, out T dy, out T dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Turn(y, x, out dy, out dx);
        return T.Atan2(y, x);
    }

    public static T Atan2Pi<T>(T y, T x, out T dy, out T dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Turn(y, x, out dy, out dx);
        (dy, dx) = (dy / T.Pi, dx / T.Pi);
        return T.Atan2Pi(y, x);
    }

    public static T Sinh<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.Cosh(x);
        return T.Sinh(x);
    }

    public static T Cosh<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.Sinh(x);
        return T.Cosh(x);
    }

    public static T Tanh<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T y = T.Tanh(x);
        slope = (T.One - y) * (T.One + y);
        return y;
    }

    // The hypotenuse of x and 1 does not overflow where x² does.
    public static T Asinh<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / T.Hypot(x, T.One);
        return T.Asinh(x);
    }

    public static T Acosh<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / (T.Sqrt(x - T.One) * T.Sqrt(x + T.One));
        return T.Acosh(x);
    }

    public static T Atanh<T>(T x, out T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        slope = T.One / ((T.One - x) * (T.One + x));
        return T.Atanh(x);
    }

    // sqrt(1 - x²), accurate where x is close to 1.
    private static T Circle<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Sqrt((T.One - x) * (T.One + x));

    // The slopes of the angle of (x, y): x / r² and -y / r², without squares that overflow.
    private static void Turn<T>(T y, T x, out T dy, out T dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T length = T.Hypot(x, y);
        (dy, dx) = T.IsZero(length) ? (T.Zero, T.Zero) : (x / length / length, -y / length / length);
    }
}

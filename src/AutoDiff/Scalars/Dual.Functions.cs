namespace AutoDiff;

// Each function of .NET's interfaces: its value and its slopes, and the chain rule.
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    public static Dual<T> Sqrt(Dual<T> x) => Chain(Slopes.Sqrt(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Cbrt(Dual<T> x) => Chain(Slopes.Cbrt(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Exp(Dual<T> x) => Chain(Slopes.Exp(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Exp2(Dual<T> x) => Chain(Slopes.Exp2(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Exp10(Dual<T> x) => Chain(Slopes.Exp10(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> ExpM1(Dual<T> x) => Chain(Slopes.ExpM1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Exp2M1(Dual<T> x) => Chain(Slopes.Exp2M1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Exp10M1(Dual<T> x) => Chain(Slopes.Exp10M1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Log(Dual<T> x) => Chain(Slopes.Log(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Log2(Dual<T> x) => Chain(Slopes.Log2(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Log10(Dual<T> x) => Chain(Slopes.Log10(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> LogP1(Dual<T> x) => Chain(Slopes.LogP1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Log2P1(Dual<T> x) => Chain(Slopes.Log2P1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Log10P1(Dual<T> x) => Chain(Slopes.Log10P1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Sin(Dual<T> x) => Chain(Slopes.Sin(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Cos(Dual<T> x) => Chain(Slopes.Cos(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Tan(Dual<T> x) => Chain(Slopes.Tan(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> SinPi(Dual<T> x) => Chain(Slopes.SinPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> CosPi(Dual<T> x) => Chain(Slopes.CosPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> TanPi(Dual<T> x) => Chain(Slopes.TanPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Asin(Dual<T> x) => Chain(Slopes.Asin(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Acos(Dual<T> x) => Chain(Slopes.Acos(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Atan(Dual<T> x) => Chain(Slopes.Atan(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> AsinPi(Dual<T> x) => Chain(Slopes.AsinPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> AcosPi(Dual<T> x) => Chain(Slopes.AcosPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> AtanPi(Dual<T> x) => Chain(Slopes.AtanPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Sinh(Dual<T> x) => Chain(Slopes.Sinh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Cosh(Dual<T> x) => Chain(Slopes.Cosh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Tanh(Dual<T> x) => Chain(Slopes.Tanh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Asinh(Dual<T> x) => Chain(Slopes.Asinh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Acosh(Dual<T> x) => Chain(Slopes.Acosh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> Atanh(Dual<T> x) => Chain(Slopes.Atanh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> ReciprocalEstimate(Dual<T> x) => Chain(Slopes.ReciprocalEstimate(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> ReciprocalSqrtEstimate(Dual<T> x) => Chain(Slopes.ReciprocalSqrtEstimate(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> RootN(Dual<T> x, int n) => Chain(Slopes.RootN(x.Value, n, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> ScaleB(Dual<T> x, int n) => Chain(Slopes.ScaleB(x.Value, n, out T slope), x, slope);

    /// <inheritdoc/>
    public static Dual<T> DegreesToRadians(Dual<T> degrees) => Chain(Slopes.DegreesToRadians(degrees.Value, out T slope), degrees, slope);

    /// <inheritdoc/>
    public static Dual<T> RadiansToDegrees(Dual<T> radians) => Chain(Slopes.RadiansToDegrees(radians.Value, out T slope), radians, slope);

    /// <inheritdoc/>
    public static Dual<T> Log(Dual<T> x, Dual<T> newBase) => Chain(Slopes.Log(x.Value, newBase.Value, out T dx, out T dBase), x, dx, newBase, dBase);

    /// <inheritdoc/>
    public static Dual<T> Hypot(Dual<T> x, Dual<T> y) => Chain(Slopes.Hypot(x.Value, y.Value, out T dx, out T dy), x, dx, y, dy);

    /// <inheritdoc/>
    public static Dual<T> Atan2(Dual<T> y, Dual<T> x) => Chain(Slopes.Atan2(y.Value, x.Value, out T dy, out T dx), y, dy, x, dx);

    /// <inheritdoc/>
    public static Dual<T> Atan2Pi(Dual<T> y, Dual<T> x) => Chain(Slopes.Atan2Pi(y.Value, x.Value, out T dy, out T dx), y, dy, x, dx);

    /// <inheritdoc/>
    public static (Dual<T> Sin, Dual<T> Cos) SinCos(Dual<T> x)
    {
        (T sin, T cos) = T.SinCos(x.Value);
        return (Chain(sin, x, cos), Chain(cos, x, -sin));
    }

    /// <inheritdoc/>
    public static (Dual<T> SinPi, Dual<T> CosPi) SinCosPi(Dual<T> x)
    {
        (T sin, T cos) = T.SinCosPi(x.Value);
        return (Chain(sin, x, T.Pi * cos), Chain(cos, x, -(T.Pi * sin)));
    }
}

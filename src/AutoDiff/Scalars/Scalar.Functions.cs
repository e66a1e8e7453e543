namespace AutoDiff;

// Each function of .NET's interfaces: its value and its slopes, and the chain rule.
public readonly partial struct Scalar<T>
{
    /// <inheritdoc/>
    public static Scalar<T> Sqrt(Scalar<T> x) => Chain(Slopes.Sqrt(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Cbrt(Scalar<T> x) => Chain(Slopes.Cbrt(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Exp(Scalar<T> x) => Chain(Slopes.Exp(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Exp2(Scalar<T> x) => Chain(Slopes.Exp2(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Exp10(Scalar<T> x) => Chain(Slopes.Exp10(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> ExpM1(Scalar<T> x) => Chain(Slopes.ExpM1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Exp2M1(Scalar<T> x) => Chain(Slopes.Exp2M1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Exp10M1(Scalar<T> x) => Chain(Slopes.Exp10M1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Log(Scalar<T> x) => Chain(Slopes.Log(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Log2(Scalar<T> x) => Chain(Slopes.Log2(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Log10(Scalar<T> x) => Chain(Slopes.Log10(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> LogP1(Scalar<T> x) => Chain(Slopes.LogP1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Log2P1(Scalar<T> x) => Chain(Slopes.Log2P1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Log10P1(Scalar<T> x) => Chain(Slopes.Log10P1(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Sin(Scalar<T> x) => Chain(Slopes.Sin(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Cos(Scalar<T> x) => Chain(Slopes.Cos(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Tan(Scalar<T> x) => Chain(Slopes.Tan(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> SinPi(Scalar<T> x) => Chain(Slopes.SinPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> CosPi(Scalar<T> x) => Chain(Slopes.CosPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> TanPi(Scalar<T> x) => Chain(Slopes.TanPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Asin(Scalar<T> x) => Chain(Slopes.Asin(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Acos(Scalar<T> x) => Chain(Slopes.Acos(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Atan(Scalar<T> x) => Chain(Slopes.Atan(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> AsinPi(Scalar<T> x) => Chain(Slopes.AsinPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> AcosPi(Scalar<T> x) => Chain(Slopes.AcosPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> AtanPi(Scalar<T> x) => Chain(Slopes.AtanPi(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Sinh(Scalar<T> x) => Chain(Slopes.Sinh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Cosh(Scalar<T> x) => Chain(Slopes.Cosh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Tanh(Scalar<T> x) => Chain(Slopes.Tanh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Asinh(Scalar<T> x) => Chain(Slopes.Asinh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Acosh(Scalar<T> x) => Chain(Slopes.Acosh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> Atanh(Scalar<T> x) => Chain(Slopes.Atanh(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> ReciprocalEstimate(Scalar<T> x) => Chain(Slopes.ReciprocalEstimate(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> ReciprocalSqrtEstimate(Scalar<T> x) => Chain(Slopes.ReciprocalSqrtEstimate(x.Value, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> RootN(Scalar<T> x, int n) => Chain(Slopes.RootN(x.Value, n, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> ScaleB(Scalar<T> x, int n) => Chain(Slopes.ScaleB(x.Value, n, out T slope), x, slope);

    /// <inheritdoc/>
    public static Scalar<T> DegreesToRadians(Scalar<T> degrees) => Chain(Slopes.DegreesToRadians(degrees.Value, out T slope), degrees, slope);

    /// <inheritdoc/>
    public static Scalar<T> RadiansToDegrees(Scalar<T> radians) => Chain(Slopes.RadiansToDegrees(radians.Value, out T slope), radians, slope);

    /// <inheritdoc/>
    public static Scalar<T> Log(Scalar<T> x, Scalar<T> newBase) => Chain(Slopes.Log(x.Value, newBase.Value, out T dx, out T dBase), x, dx, newBase, dBase);

    /// <inheritdoc/>
    public static Scalar<T> Hypot(Scalar<T> x, Scalar<T> y) => Chain(Slopes.Hypot(x.Value, y.Value, out T dx, out T dy), x, dx, y, dy);

    /// <inheritdoc/>
    public static Scalar<T> Atan2(Scalar<T> y, Scalar<T> x) => Chain(Slopes.Atan2(y.Value, x.Value, out T dy, out T dx), y, dy, x, dx);

    /// <inheritdoc/>
    public static Scalar<T> Atan2Pi(Scalar<T> y, Scalar<T> x) => Chain(Slopes.Atan2Pi(y.Value, x.Value, out T dy, out T dx), y, dy, x, dx);

    /// <inheritdoc/>
    public static (Scalar<T> Sin, Scalar<T> Cos) SinCos(Scalar<T> x)
    {
        (T sin, T cos) = T.SinCos(x.Value);
        return (Chain(sin, x, cos), Chain(cos, x, -sin));
    }

    /// <inheritdoc/>
    public static (Scalar<T> SinPi, Scalar<T> CosPi) SinCosPi(Scalar<T> x)
    {
        (T sin, T cos) = T.SinCosPi(x.Value);
        return (Chain(sin, x, T.Pi * cos), Chain(cos, x, -(T.Pi * sin)));
    }
}

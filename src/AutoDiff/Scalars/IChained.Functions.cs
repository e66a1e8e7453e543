using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff;

// Each function of .NET's interfaces: its value and its slopes, and the chain rule.
internal partial interface IChained<TSelf, T>
{
    static TSelf IRootFunctions<TSelf>.Sqrt(TSelf x) => TSelf.Chain(Slopes.Sqrt(x.Value, out T slope), x, slope);

    static TSelf IRootFunctions<TSelf>.Cbrt(TSelf x) => TSelf.Chain(Slopes.Cbrt(x.Value, out T slope), x, slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf IExponentialFunctions<TSelf>.Exp(TSelf x) => TSelf.Chain(Slopes.Exp(x.Value, out T slope), x, slope);

    static TSelf IExponentialFunctions<TSelf>.Exp2(TSelf x) => TSelf.Chain(Slopes.Exp2(x.Value, out T slope), x, slope);

    static TSelf IExponentialFunctions<TSelf>.Exp10(TSelf x) => TSelf.Chain(Slopes.Exp10(x.Value, out T slope), x, slope);

    static TSelf IExponentialFunctions<TSelf>.ExpM1(TSelf x) => TSelf.Chain(Slopes.ExpM1(x.Value, out T slope), x, slope);

    static TSelf IExponentialFunctions<TSelf>.Exp2M1(TSelf x) => TSelf.Chain(Slopes.Exp2M1(x.Value, out T slope), x, slope);

    static TSelf IExponentialFunctions<TSelf>.Exp10M1(TSelf x) => TSelf.Chain(Slopes.Exp10M1(x.Value, out T slope), x, slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf ILogarithmicFunctions<TSelf>.Log(TSelf x) => TSelf.Chain(Slopes.Log(x.Value, out T slope), x, slope);

    static TSelf ILogarithmicFunctions<TSelf>.Log2(TSelf x) => TSelf.Chain(Slopes.Log2(x.Value, out T slope), x, slope);

    static TSelf ILogarithmicFunctions<TSelf>.Log10(TSelf x) => TSelf.Chain(Slopes.Log10(x.Value, out T slope), x, slope);

    static TSelf ILogarithmicFunctions<TSelf>.LogP1(TSelf x) => TSelf.Chain(Slopes.LogP1(x.Value, out T slope), x, slope);

    static TSelf ILogarithmicFunctions<TSelf>.Log2P1(TSelf x) => TSelf.Chain(Slopes.Log2P1(x.Value, out T slope), x, slope);

    static TSelf ILogarithmicFunctions<TSelf>.Log10P1(TSelf x) => TSelf.Chain(Slopes.Log10P1(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.Sin(TSelf x) => TSelf.Chain(Slopes.Sin(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.Cos(TSelf x) => TSelf.Chain(Slopes.Cos(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.Tan(TSelf x) => TSelf.Chain(Slopes.Tan(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.SinPi(TSelf x) => TSelf.Chain(Slopes.SinPi(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.CosPi(TSelf x) => TSelf.Chain(Slopes.CosPi(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.TanPi(TSelf x) => TSelf.Chain(Slopes.TanPi(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.Asin(TSelf x) => TSelf.Chain(Slopes.Asin(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.Acos(TSelf x) => TSelf.Chain(Slopes.Acos(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.Atan(TSelf x) => TSelf.Chain(Slopes.Atan(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.AsinPi(TSelf x) => TSelf.Chain(Slopes.AsinPi(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.AcosPi(TSelf x) => TSelf.Chain(Slopes.AcosPi(x.Value, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.AtanPi(TSelf x) => TSelf.Chain(Slopes.AtanPi(x.Value, out T slope), x, slope);

    static TSelf IHyperbolicFunctions<TSelf>.Sinh(TSelf x) => TSelf.Chain(Slopes.Sinh(x.Value, out T slope), x, slope);

    static TSelf IHyperbolicFunctions<TSelf>.Cosh(TSelf x) => TSelf.Chain(Slopes.Cosh(x.Value, out T slope), x, slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TSelf IHyperbolicFunctions<TSelf>.Tanh(TSelf x) => TSelf.Chain(Slopes.Tanh(x.Value, out T slope), x, slope);

    static TSelf IHyperbolicFunctions<TSelf>.Asinh(TSelf x) => TSelf.Chain(Slopes.Asinh(x.Value, out T slope), x, slope);

    static TSelf IHyperbolicFunctions<TSelf>.Acosh(TSelf x) => TSelf.Chain(Slopes.Acosh(x.Value, out T slope), x, slope);

    static TSelf IHyperbolicFunctions<TSelf>.Atanh(TSelf x) => TSelf.Chain(Slopes.Atanh(x.Value, out T slope), x, slope);

    static TSelf IFloatingPointIeee754<TSelf>.ReciprocalEstimate(TSelf x) => TSelf.Chain(Slopes.ReciprocalEstimate(x.Value, out T slope), x, slope);

    static TSelf IFloatingPointIeee754<TSelf>.ReciprocalSqrtEstimate(TSelf x) => TSelf.Chain(Slopes.ReciprocalSqrtEstimate(x.Value, out T slope), x, slope);

    static TSelf IRootFunctions<TSelf>.RootN(TSelf x, int n) => TSelf.Chain(Slopes.RootN(x.Value, n, out T slope), x, slope);

    static TSelf IFloatingPointIeee754<TSelf>.ScaleB(TSelf x, int n) => TSelf.Chain(Slopes.ScaleB(x.Value, n, out T slope), x, slope);

    static TSelf ITrigonometricFunctions<TSelf>.DegreesToRadians(TSelf degrees) => TSelf.Chain(Slopes.DegreesToRadians(degrees.Value, out T slope), degrees, slope);

    static TSelf ITrigonometricFunctions<TSelf>.RadiansToDegrees(TSelf radians) => TSelf.Chain(Slopes.RadiansToDegrees(radians.Value, out T slope), radians, slope);

    static TSelf ILogarithmicFunctions<TSelf>.Log(TSelf x, TSelf newBase) => TSelf.Chain(Slopes.Log(x.Value, newBase.Value, out T dx, out T dBase), x, dx, newBase, dBase);

    static TSelf IRootFunctions<TSelf>.Hypot(TSelf x, TSelf y) => TSelf.Chain(Slopes.Hypot(x.Value, y.Value, out T dx, out T dy), x, dx, y, dy);

    static TSelf IFloatingPointIeee754<TSelf>.Atan2(TSelf y, TSelf x) => TSelf.Chain(Slopes.Atan2(y.Value, x.Value, out T dy, out T dx), y, dy, x, dx);

    static TSelf IFloatingPointIeee754<TSelf>.Atan2Pi(TSelf y, TSelf x) => TSelf.Chain(Slopes.Atan2Pi(y.Value, x.Value, out T dy, out T dx), y, dy, x, dx);

    static (TSelf Sin, TSelf Cos) ITrigonometricFunctions<TSelf>.SinCos(TSelf x)
    {
        (T sin, T cos) = T.SinCos(x.Value);
        return (TSelf.Chain(sin, x, cos), TSelf.Chain(cos, x, -sin));
    }

    static (TSelf SinPi, TSelf CosPi) ITrigonometricFunctions<TSelf>.SinCosPi(TSelf x)
    {
        (T sin, T cos) = T.SinCosPi(x.Value);
        return (TSelf.Chain(sin, x, T.Pi * cos), TSelf.Chain(cos, x, -(T.Pi * sin)));
    }

    static TSelf IPowerFunctions<TSelf>.Pow(TSelf x, TSelf y)
    {
        T power = T.Pow(x.Value, y.Value), dx = Slopes.PowerBase(x.Value, y.Value);
        return TSelf.Moves(y) ? TSelf.Chain(power, x, dx, y, Slopes.PowerExponent(x.Value, y.Value, power)) : TSelf.Chain(power, x, dx);
    }
}

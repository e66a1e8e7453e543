using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The cube root within 1 unit in the last place, exactly odd; zeros, infinities and NaN stay what they are.
// x = 2^3n a with a = 2^m (1 + f), m one of -1, 0, 1: a polynomial to 10^-4, then Halley's steps, each of which triples the digits.
internal readonly struct CbrtFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(T.Cbrt(x.First));

        TLanes size = TLanes.Abs(x), zero = TLanes.Constant(0), one = TLanes.Constant(1), infinity = TLanes.Constant(double.PositiveInfinity);
        TLanes tiny = TLanes.LessThan(size, TLanes.Constant(Precision<T>.IsSingle ? 1.1754943508222875e-38 : 2.2250738585072014e-308));
        TLanes scaled = TLanes.Select(tiny, size * TLanes.Constant(Precision<T>.IsSingle ? 16777216.0 : 18014398509481984.0), size);
        TLanes f = LogarithmSeries<T>.Split(scaled, out TLanes k), n = TLanes.Round(k * TLanes.Constant(0.33333333333333333333)), m = k - (n + n + n);
        TLanes below = TLanes.LessThan(m, zero), above = TLanes.LessThan(zero, m);
        TLanes a = (f + one) * TLanes.Select(below, TLanes.Constant(0.5), TLanes.Select(above, TLanes.Constant(2), one));
        TLanes y = TLanes.Constant(0.05581122472).Horner(f, -0.1152706904).Horner(f, 0.3338203416).Horner(f, 1.000055711)
            * TLanes.Select(below, TLanes.Constant(0.79370052598409973738), TLanes.Select(above, TLanes.Constant(1.2599210498948731648), one));
        y = Halley(a, y);
        if (!Precision<T>.IsSingle)
            y = Halley(a, y);
        y = TLanes.ScaleByPowerOfTwo(y, n - TLanes.Select(tiny, TLanes.Constant(Precision<T>.IsSingle ? 8 : 18), zero));
        y = TLanes.Select(TLanes.Equal(size, zero), size, TLanes.Select(TLanes.LessThan(size, infinity), y, size));
        return TLanes.CopySign(y, x);
    }

    // y less its error to third order; the difference of the cubes is exact enough to be the last rounding but one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Halley<TLanes>(TLanes a, TLanes y)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes cube = y * y * y;
        return y - (y * ((cube - a) / (cube + cube + a)));
    }
}

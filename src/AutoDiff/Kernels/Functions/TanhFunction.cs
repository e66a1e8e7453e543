using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The hyperbolic tangent within 1.5 units in the last place, exactly odd, +-1 from where it rounds to that; NaN stays NaN.
// Up to 0.8: x - x s P(s) / Q(s), s = x x, from Lambert's continued fraction x / (1 + s / (3 + s / (5 + ...))), cut after
// 6 terms for float and 9 for double (both integer polynomials, and both exact there to far below one unit in the last place).
// Beyond: 1 - 2 / (e^2x + 1). Both have the form base + numerator / denominator, so one division serves.
internal readonly struct TanhFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(T.Tanh(x.First));

        TLanes size = TLanes.Abs(x), s = size * size, small = TLanes.LessThan(size, TLanes.Constant(0.8));
        TLanes numerator = -(size * s * P(s)), denominator = Q(s), whole = size;
        if (!TLanes.All(small))
        {
            TLanes one = TLanes.Constant(1);
            numerator = TLanes.Select(small, numerator, TLanes.Constant(-2));
            denominator = TLanes.Select(small, denominator, Exp(size + size) + one);
            whole = TLanes.Select(small, size, one);
        }

        return TLanes.CopySign(whole + numerator / denominator, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes P<TLanes>(TLanes s)
        where TLanes : struct, ILanes<TLanes, T> => Precision<T>.IsSingle
            ? (s + TLanes.Constant(189)).Horner(s, 3465)
            : TLanes.Constant(44).Horner(s, 12870).Horner(s, 810810).Horner(s, 11486475);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Q<TLanes>(TLanes s)
        where TLanes : struct, ILanes<TLanes, T> => Precision<T>.IsSingle
            ? (s + TLanes.Constant(210)).Horner(s, 4725).Horner(s, 10395)
            : TLanes.Constant(45).Horner(s, 13860).Horner(s, 945945).Horner(s, 16216200).Horner(s, 34459425);

    // e^x for x >= 0; beyond 40 the result rounds to 1 however large it is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Exp<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes r = ExponentialSeries<T>.Reduce(TLanes.Bound(x, 0, 40), out TLanes n);
        return TLanes.ScaleByNormalPowerOfTwo(ExponentialSeries<T>.ExpMinusOne(r) + TLanes.Constant(1), n);
    }
}

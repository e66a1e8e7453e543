using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x times the normal distribution's share below x, within 5 units in the last place, on the far left too; NaN stays NaN.
// To the left of every size with a tail x is bounded, so that the product at -infinity is 0.
internal readonly struct GeluFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<GeluFunction<double>>(x.First));

        TLanes size = ErrorSeries<T>.NormalSize(x), half = TLanes.Constant(0.5);
        TLanes tail = half * (ErrorSeries<T>.ExpOfMinusProduct(size, half * size) * ErrorSeries<T>.ScaledComplement(size * TLanes.Constant(0.70710678118654752440)));
        TLanes share = TLanes.Select(TLanes.LessThan(x, TLanes.Constant(0)), tail, TLanes.Constant(1) - tail);
        return TLanes.Bound(x, -40, double.PositiveInfinity) * share;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The complementary error function 1 - erf(x) within 5 units in the last place, small results on the right too; NaN stays NaN.
internal readonly struct ErfcFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<ErfcFunction<double>>(x.First));

        TLanes size = ErrorSeries<T>.Size(x);
        TLanes tail = ErrorSeries<T>.ExpOfMinusProduct(size, size) * ErrorSeries<T>.ScaledComplement(size);
        return TLanes.Select(TLanes.LessThan(x, TLanes.Constant(0)), TLanes.Constant(2) - tail, tail);
    }
}

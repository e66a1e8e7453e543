using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// e^-x² within 2 units in the last place; 0 at the infinities, NaN stays NaN.
internal readonly struct GaussianFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<GaussianFunction<double>>(x.First));

        TLanes size = ErrorSeries<T>.Size(x);
        return ErrorSeries<T>.ExpOfMinusProduct(size, size);
    }
}

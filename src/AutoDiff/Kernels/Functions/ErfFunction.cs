using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The error function within 2 units in the last place, exactly odd; NaN stays NaN.
internal readonly struct ErfFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<ErfFunction<double>>(x.First));

        TLanes size = ErrorSeries<T>.Size(x), one = TLanes.Constant(1);
        TLanes far = one - (ErrorSeries<T>.ExpOfMinusProduct(size, size) * ErrorSeries<T>.ScaledComplement(size));
        TLanes near = TLanes.MultiplyAdd(size, ErrorSeries<T>.Near(size * size), size);
        return TLanes.CopySign(TLanes.Select(TLanes.LessThan(size, one), near, far), x);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// log(1 + e^x) as max(x, 0) + log1p(e^-|x|): no overflow on the right, and on the left the full precision of e^x down to
// its denormal values. Within 2 units in the last place; NaN stays NaN.
internal readonly struct SoftplusFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes e = ExpFunction<T>.Invoke(-TLanes.Abs(x));
        TLanes rest = Precision<T>.IsVectorised ? LogarithmSeries<T>.LogOnePlusFraction(e) : TLanes.Create(PerLane<T>.InDouble<Log1pFunction<double>>(e.First));
        return TLanes.Max(x, TLanes.Constant(0)) + rest;
    }
}

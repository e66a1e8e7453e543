using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The inverse tangent within 2 units in the last place, exactly odd; pi/2 at infinity, NaN stays NaN.
internal readonly struct AtanFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(PerLane<T>.InDouble<AtanFunction<double>>(x.First));

        return TLanes.CopySign(ArcTangentSeries<T>.Angle(TLanes.Abs(x), TLanes.Constant(1)), x);
    }
}

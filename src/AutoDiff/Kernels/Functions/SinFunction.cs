using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The sine of every finite argument within 1 unit in the last place; NaN at the infinities, -0 stays -0.
internal readonly struct SinFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised || TLanes.Any(CircularSeries<T>.IsLarge(x)))
            return PerLane<T>.Map<TLanes, ScalarSinFunction<T>>(x);
        return CircularSeries<T>.Evaluate(x, quarterTurns: 0);
    }
}

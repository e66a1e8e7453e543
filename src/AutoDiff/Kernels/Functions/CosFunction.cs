using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The cosine of every finite argument within 2 units in the last place; NaN at the infinities.
// Beyond 100,000 each lane takes T's own cosine, and its neighbours the same values as without it.
internal readonly struct CosFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (!Precision<T>.IsVectorised)
            return TLanes.Create(T.Cos(x.First));

        TLanes large = CircularSeries<T>.IsLarge(x);
        TLanes y = CircularSeries<T>.Evaluate(x, quarterTurns: 1);
        return TLanes.Any(large) ? TLanes.Select(large, PerLane<T>.Map<TLanes, ScalarCosFunction<T>>(x), y) : y;
    }
}

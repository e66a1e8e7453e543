using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The larger of previous and x; NaN from the first one on.
internal readonly struct MaxStep<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes previous, TLanes x, TLanes unused)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Max(previous, x);
}

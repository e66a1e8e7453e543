using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x moved into [low, high]; NaN stays NaN.
internal readonly struct ClampFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x, TLanes low, TLanes high)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Min(TLanes.Max(x, low), high);
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The whole number below or at x, exact.
internal readonly struct FloorFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Floor(x);
}

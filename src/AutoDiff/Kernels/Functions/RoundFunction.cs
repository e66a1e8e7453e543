using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The nearest whole number, ties to even, exact.
internal readonly struct RoundFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Round(x);
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// 1 / x, correctly rounded.
internal readonly struct ReciprocalFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Constant(1) / x;
}

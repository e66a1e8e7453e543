using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// x itself: a copy, or with accumulation a sum.
internal readonly struct IdentityFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => x;
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// previous x.
internal readonly struct ProductStep<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes previous, TLanes x, TLanes unused)
        where TLanes : struct, ILanes<TLanes, T> => previous * x;
}

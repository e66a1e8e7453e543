using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The square root, correctly rounded.
internal readonly struct SqrtFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Sqrt(x);
}

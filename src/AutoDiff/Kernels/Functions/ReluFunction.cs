using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// max(x, 0); NaN stays NaN.
internal readonly struct ReluFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Max(x, TLanes.Constant(0));
}

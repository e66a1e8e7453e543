using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The whole number next to x on the way to 0, exact.
internal readonly struct TruncateFunction<T> : IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.CopySign(TLanes.Floor(TLanes.Abs(x)), x);
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// right where x > 0, else left e^x.
internal readonly struct EluSlopeFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x, TLanes right, TLanes left)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Select(TLanes.LessThan(TLanes.Constant(0), x), right, left * ExpFunction<T>.Invoke(x));
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// (a - b) - c, in this order: a - b cancels exactly where a is near b.
internal readonly struct SubtractTwiceFunction<T> : ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b, TLanes c)
        where TLanes : struct, ILanes<TLanes, T> => a - b - c;
}

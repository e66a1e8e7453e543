using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The smaller; NaN passes from either side, and -0 is less than +0.
internal readonly struct MinFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Min(a, b);
}

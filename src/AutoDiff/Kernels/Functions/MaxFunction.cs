using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The larger; NaN passes from either side, and -0 is less than +0.
internal readonly struct MaxFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Max(a, b);
}

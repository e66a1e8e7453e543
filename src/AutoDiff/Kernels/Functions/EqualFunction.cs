using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// 1 where a = b, else 0.
internal readonly struct EqualFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Select(TLanes.Equal(a, b), TLanes.Constant(1), TLanes.Constant(0));
}

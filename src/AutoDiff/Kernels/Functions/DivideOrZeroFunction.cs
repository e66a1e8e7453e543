using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// a / b, and 0 where b = 0: the slope of a length at 0 is chosen so.
internal readonly struct DivideOrZeroFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Select(TLanes.Equal(b, TLanes.Constant(0)), TLanes.Constant(0), a / b);
}

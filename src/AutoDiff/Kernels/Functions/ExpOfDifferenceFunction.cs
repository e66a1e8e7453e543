using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// e^(a - b).
internal readonly struct ExpOfDifferenceFunction<T> : IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes a, TLanes b)
        where TLanes : struct, ILanes<TLanes, T> => ExpFunction<T>.Invoke(a - b);
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

internal readonly struct WholeRun : IRun
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<T, TLanes>(ref readonly T source, nuint index, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Load(in source, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TLanes>(TLanes value, ref T destination, nuint index, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T> => TLanes.Store(value, ref destination, index);
}

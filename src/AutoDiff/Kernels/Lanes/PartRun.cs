using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Lanes past the end are 0.
internal readonly struct PartRun : IRun
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<T, TLanes>(ref readonly T source, nuint index, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T> => TLanes.LoadPart(in source, index, count, TLanes.Constant(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TLanes>(TLanes value, ref T destination, nuint index, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T> => TLanes.StorePart(value, ref destination, index, count);
}

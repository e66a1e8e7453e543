using System.Numerics;

namespace AutoDiff.Kernels;

// A stretch of memory as long as a register, or shorter at the end of a row: a loop body is written once for both.
internal interface IRun
{
    static abstract TLanes Load<T, TLanes>(ref readonly T source, nuint index, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>;

    static abstract void Store<T, TLanes>(TLanes value, ref T destination, nuint index, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>;
}

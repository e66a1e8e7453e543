using System.Numerics;

namespace AutoDiff.Kernels;

// How a loop reads one of its operands.
internal interface IOperand<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract TLanes Load<TLanes>(ref readonly T source, nuint index) where TLanes : struct, ILanes<TLanes, T>;

    static abstract ref T At(ref T source, nuint index);

    static abstract TLanes LoadPart<TLanes>(ref readonly T source, nuint count) where TLanes : struct, ILanes<TLanes, T>;
}

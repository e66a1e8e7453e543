using System.Numerics;

namespace AutoDiff.Kernels;

// A pure function of ternary arity, lane by lane.
internal interface ITernary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract TLanes Invoke<TLanes>(TLanes a, TLanes b, TLanes c) where TLanes : struct, ILanes<TLanes, T>;
}

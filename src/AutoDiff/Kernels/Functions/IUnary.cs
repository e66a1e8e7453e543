using System.Numerics;

namespace AutoDiff.Kernels;

// A pure function of unary arity, lane by lane.
internal interface IUnary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes, T>;
}

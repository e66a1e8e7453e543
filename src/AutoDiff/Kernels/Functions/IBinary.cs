using System.Numerics;

namespace AutoDiff.Kernels;

// A pure function of binary arity, lane by lane.
internal interface IBinary<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract TLanes Invoke<TLanes>(TLanes a, TLanes b) where TLanes : struct, ILanes<TLanes, T>;
}

using System.Numerics;

namespace AutoDiff.Kernels;

// What tells one base from another.
internal interface ILogarithm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The logarithm of 2^k (1 + f), with 1 + f between sqrt(1/2) and sqrt(2).
    static abstract TLanes Combine<TLanes>(TLanes f, TLanes k) where TLanes : struct, ILanes<TLanes, T>;
}

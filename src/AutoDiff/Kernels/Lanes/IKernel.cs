using System.Numerics;

namespace AutoDiff.Kernels;

// A loop over memory with its arguments, written once for every width.
internal interface IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    void Run<TLanes>() where TLanes : struct, ILanes<TLanes, T>;
}

using System.Numerics;

namespace AutoDiff.Kernels;

// A loop over memory with its arguments, written once for every width. Loops are compiled at full optimisation from the first call, and never
// inlined: a profile-guided caller would take them in, run out of its own budget and leave the lanes' operations as calls.
internal interface IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    void Run<TLanes>() where TLanes : struct, ILanes<TLanes, T>;
}

using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

// A check that is run with every register width. It keeps what it needs in fields, since a kernel cannot be captured.
internal interface ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    void Run<TLanes>() where TLanes : struct, ILanes<TLanes, T>;
}

using System.Numerics;

namespace AutoDiff.Kernels;

// A kernel whose result has parts that do not depend on each other: elements, or lines.
internal interface IDivisibleKernel<T, TSelf> : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSelf : struct, IDivisibleKernel<T, TSelf>, allows ref struct
{
    int Parts { get; }

    TSelf Part(int start, int count);
}

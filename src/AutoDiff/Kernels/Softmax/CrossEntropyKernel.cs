using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// The cross-entropy of each row's softmax with the distribution that is certain of the row's target.
internal readonly ref struct CrossEntropyKernel<T> : IDivisibleKernel<T, CrossEntropyKernel<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x;
    private readonly ReadOnlySpan<int> _targets;
    private readonly Span<T> _losses;
    private readonly int _count;

    public CrossEntropyKernel(ReadOnlySpan<T> x, int count, ReadOnlySpan<int> targets, Span<T> losses)
    {
        if (x.Length != count * targets.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), x.Length, count * targets.Length);
        if (losses.Length != targets.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), losses.Length, targets.Length);
        KernelErrors.CheckIndices(nameof(SoftmaxKernels), targets, count);
        _x = x;
        _targets = targets;
        _losses = losses;
        _count = count;
    }

    public int Parts => _targets.Length;

    public CrossEntropyKernel<T> Part(int start, int count) => new(_x.Slice(start * _count, count * _count), _count, _targets.Slice(start, count), _losses.Slice(start, count));

    // log(sum) - (x[target] - m): the large m never meets the small logarithm.
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int i = 0; i < _targets.Length; i++)
        {
            ReadOnlySpan<T> row = _x.Slice(i * _count, _count);
            T m = SoftmaxLines<T>.Largest<TLanes>(row), sum = SoftmaxLines<T>.Sum<TLanes>(row, m);
            _losses[i] = LogFunction<T>.Invoke(Lanes1<T>.Create(sum)).First - (row[_targets[i]] - m);
        }
    }
}

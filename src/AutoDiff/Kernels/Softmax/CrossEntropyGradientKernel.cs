using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly ref struct CrossEntropyGradientKernel<T> : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x;
    private readonly ReadOnlySpan<int> _targets;
    private readonly ReadOnlySpan<T> _scales;
    private readonly Span<T> _xBar;
    private readonly int _count;
    private readonly bool _accumulate;

    public CrossEntropyGradientKernel(ReadOnlySpan<T> x, int count, ReadOnlySpan<int> targets, ReadOnlySpan<T> scales, Span<T> xBar, bool accumulate)
    {
        if (x.Length != count * targets.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), x.Length, count * targets.Length);
        if (xBar.Length != x.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), xBar.Length, x.Length);
        if (scales.Length != 1 && scales.Length != targets.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), scales.Length, targets.Length);
        KernelErrors.CheckIndices(nameof(SoftmaxKernels), targets, count);
        _x = x;
        _targets = targets;
        _scales = scales;
        _xBar = xBar;
        _count = count;
        _accumulate = accumulate;
    }

    // Accumulating leaves no room for the exponentials between the passes, so they are computed twice.
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int i = 0; i < _targets.Length; i++)
        {
            ReadOnlySpan<T> row = _x.Slice(i * _count, _count);
            Span<T> rowBar = _xBar.Slice(i * _count, _count);
            T m = SoftmaxLines<T>.Largest<TLanes>(row), scale = _scales[_scales.Length == 1 ? 0 : i];
            T factor = scale / (_accumulate ? SoftmaxLines<T>.Sum<TLanes>(row, m) : SoftmaxLines<T>.SumInto<TLanes>(row, m, rowBar));
            if (_accumulate)
                new TernaryKernel<T, ScaledExpOfDifferenceFunction<T>>(row, new ReadOnlySpan<T>(in m), new ReadOnlySpan<T>(in factor), rowBar, accumulate: true).Run<TLanes>();
            else
                new BinaryKernel<T, MultiplyFunction<T>>(rowBar, new ReadOnlySpan<T>(in factor), rowBar, accumulate: false).Run<TLanes>();
            rowBar[_targets[i]] -= scale;
        }
    }
}

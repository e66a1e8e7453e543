using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// The losses of the forward pass make it one pass: log(sum(e^x)) = x[target] + loss.
internal readonly ref struct CrossEntropyGradientKernel<T> : IDivisibleKernel<T, CrossEntropyGradientKernel<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A loss carries its rounding error into the exponents. Up to this many nats that is less than the exponentials' own
    // errors add up to; larger, infinite and undefined losses are not relied upon.
    private const double LargestLoss = 32;

    private readonly ReadOnlySpan<T> _x;
    private readonly ReadOnlySpan<int> _targets;
    private readonly ReadOnlySpan<T> _losses;
    private readonly ReadOnlySpan<T> _scales;
    private readonly Span<T> _xBar;
    private readonly int _count;
    private readonly bool _accumulate;

    public CrossEntropyGradientKernel(
        ReadOnlySpan<T> x, int count, ReadOnlySpan<int> targets, ReadOnlySpan<T> losses, ReadOnlySpan<T> scales, Span<T> xBar, bool accumulate)
    {
        if (x.Length != count * targets.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), x.Length, count * targets.Length);
        if (xBar.Length != x.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), xBar.Length, x.Length);
        if (losses.Length != targets.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), losses.Length, targets.Length);
        if (scales.Length != 1 && scales.Length != targets.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), scales.Length, targets.Length);
        KernelErrors.CheckIndices(nameof(SoftmaxKernels), targets, count);
        _x = x;
        _targets = targets;
        _losses = losses;
        _scales = scales;
        _xBar = xBar;
        _count = count;
        _accumulate = accumulate;
    }

    public int Parts => _targets.Length;

    public CrossEntropyGradientKernel<T> Part(int start, int count) => new(
        _x.Slice(start * _count, count * _count),
        _count,
        _targets.Slice(start, count),
        _losses.Slice(start, count),
        _scales.Length == 1 ? _scales : _scales.Slice(start, count),
        _xBar.Slice(start * _count, count * _count),
        _accumulate);

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int i = 0; i < _targets.Length; i++)
        {
            ReadOnlySpan<T> row = _x.Slice(i * _count, _count);
            Span<T> rowBar = _xBar.Slice(i * _count, _count);
            T target = row[_targets[i]], loss = _losses[i], scale = _scales[_scales.Length == 1 ? 0 : i];
            T m = target + loss, factor;
            if (loss <= T.CreateChecked(LargestLoss) && T.IsFinite(m))
            {
                // What the sum m loses in rounding enters the factor: Knuth's two-sum.
                T added = m - target, lost = (target - (m - added)) + (loss - added);
                factor = scale * ExpFunction<T>.Invoke(Lanes1<T>.Create(-lost)).First;
            }
            else
            {
                m = SoftmaxLines<T>.Largest<TLanes>(row);
                factor = scale / SoftmaxLines<T>.Sum<TLanes>(row, m);
            }

            new TernaryKernel<T, ScaledExpOfDifferenceFunction<T>>(row, new ReadOnlySpan<T>(in m), new ReadOnlySpan<T>(in factor), rowBar, _accumulate).Run<TLanes>();
            rowBar[_targets[i]] -= scale;
        }
    }
}

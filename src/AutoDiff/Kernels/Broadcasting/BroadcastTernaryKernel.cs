using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly ref struct BroadcastTernaryKernel<T, TFunction> : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, ITernary<T>
{
    private readonly ReadOnlySpan<T> _a;
    private readonly ReadOnlySpan<T> _b;
    private readonly ReadOnlySpan<T> _c;
    private readonly Span<T> _y;
    private readonly LoopNest _nest;
    private readonly bool _accumulate;

    public BroadcastTernaryKernel(
        in Shape aShape,
        ReadOnlySpan<T> a,
        in Shape bShape,
        ReadOnlySpan<T> b,
        in Shape cShape,
        ReadOnlySpan<T> c,
        in Shape yShape,
        Span<T> y,
        bool accumulate)
    {
        if (a.Length != aShape.Count)
            KernelErrors.LengthsDiffer(nameof(Broadcast), a.Length, aShape.Count);
        if (b.Length != bShape.Count)
            KernelErrors.LengthsDiffer(nameof(Broadcast), b.Length, bShape.Count);
        if (c.Length != cShape.Count)
            KernelErrors.LengthsDiffer(nameof(Broadcast), c.Length, cShape.Count);
        if (y.Length != yShape.Count)
            KernelErrors.LengthsDiffer(nameof(Broadcast), y.Length, yShape.Count);
        _a = a;
        _b = b;
        _c = c;
        _y = y;
        _nest = new LoopNest(in yShape, in aShape, in bShape, in cShape);
        _accumulate = accumulate;
    }

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (_y.IsEmpty)
            return;
        int run = _nest.Length(0);
        for (LoopNest at = _nest; !at.Done; at.Advance(inner: 1))
        {
            new TernaryKernel<T, TFunction>(
                _a.Slice(at.Offset(0), at.Run(0)), _b.Slice(at.Offset(1), at.Run(1)), _c.Slice(at.Offset(2), at.Run(2)), _y.Slice(at.Start, run), _accumulate)
                .Run<TLanes>();
        }
    }
}

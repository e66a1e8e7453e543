using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly ref struct BroadcastCopyKernel<T> : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x;
    private readonly Span<T> _y;
    private readonly LoopNest _nest;
    private readonly bool _accumulate;

    public BroadcastCopyKernel(in Shape xShape, ReadOnlySpan<T> x, in Shape yShape, Span<T> y, bool accumulate)
    {
        if (x.Length != xShape.Count)
            KernelErrors.LengthsDiffer(nameof(Broadcast), x.Length, xShape.Count);
        if (y.Length != yShape.Count)
            KernelErrors.LengthsDiffer(nameof(Broadcast), y.Length, yShape.Count);
        _x = x;
        _y = y;
        _nest = new LoopNest(in yShape, in xShape);
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
            ReadOnlySpan<T> x = _x.Slice(at.Offset(0), at.Run(0));
            Span<T> y = _y.Slice(at.Start, run);
            if (_accumulate)
                new BinaryKernel<T, AddFunction<T>>(y, x, y, accumulate: false).Run<TLanes>();
            else if (x.Length == run)
                x.CopyTo(y);
            else
                y.Fill(x[0]);
        }
    }
}

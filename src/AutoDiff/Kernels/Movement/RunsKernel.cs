using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly ref struct RunsKernel<T>(int runs, int length, ReadOnlySpan<T> x, int xStep, Span<T> y, int yStep, bool accumulate) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly Span<T> _y = y;

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int run = 0; run < runs; run++)
        {
            ReadOnlySpan<T> from = _x.Slice(run * xStep, length);
            Span<T> to = _y.Slice(run * yStep, length);
            if (accumulate)
                new BinaryKernel<T, AddFunction<T>>(to, from, to, accumulate: false).Run<TLanes>();
            else
                from.CopyTo(to);
        }
    }
}

using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly ref struct AddRowsKernel<T>(ReadOnlySpan<T> x, Span<T> y, int width, ReadOnlySpan<int> indices, bool scatters) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly Span<T> _y = y;
    private readonly ReadOnlySpan<int> _indices = indices;

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int i = 0; i < _indices.Length; i++)
        {
            int named = _indices[i];
            ReadOnlySpan<T> from = _x.Slice((scatters ? i : named) * width, width);
            Span<T> to = _y.Slice((scatters ? named : i) * width, width);
            new BinaryKernel<T, AddFunction<T>>(to, from, to, accumulate: false).Run<TLanes>();
        }
    }
}

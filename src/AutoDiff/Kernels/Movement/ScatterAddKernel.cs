using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly ref struct ScatterAddKernel<T>(ReadOnlySpan<T> x, int inner, ReadOnlySpan<int> indices, Span<T> y) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly ReadOnlySpan<int> _indices = indices;
    private readonly Span<T> _y = y;

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int i = 0; i < _indices.Length; i++)
            Moved<T>.Run<TLanes>(_x.Slice(i * inner, inner), _y.Slice(_indices[i] * inner, inner), accumulate: true);
    }
}

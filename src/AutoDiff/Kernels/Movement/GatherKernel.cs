using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

internal readonly ref struct GatherKernel<T>(ReadOnlySpan<T> x, int length, int inner, ReadOnlySpan<int> indices, Span<T> y, bool accumulate) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly ReadOnlySpan<int> _indices = indices;
    private readonly Span<T> _y = y;

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        int count = _indices.Length * inner;
        for (int from = 0, to = 0; to < _y.Length; from += length * inner, to += count)
        {
            ReadOnlySpan<T> x = _x.Slice(from, length * inner);
            Span<T> y = _y.Slice(to, count);
            if (inner == 1)
                Single(x, y);
            else
                Rows<TLanes>(x, y);
        }
    }

    private void Rows<TLanes>(ReadOnlySpan<T> x, Span<T> y)
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int i = 0; i < _indices.Length; i++)
            Moved<T>.Run<TLanes>(x.Slice(_indices[i] * inner, inner), y.Slice(i * inner, inner), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Single(ReadOnlySpan<T> x, Span<T> y)
    {
        for (int i = 0; i < _indices.Length; i++)
            y[i] = accumulate ? y[i] + x[_indices[i]] : x[_indices[i]];
    }
}

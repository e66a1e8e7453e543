using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// Blocks of equal length at regular distances. The last block may end the memory before the distance is full.
internal readonly ref struct BlockKernel<T>(ReadOnlySpan<T> x, int xDistance, Span<T> y, int yDistance, int length, bool accumulate) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly Span<T> _y = y;

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (length == 0)
            return;
        for (int from = 0, to = 0; from + length <= _x.Length && to + length <= _y.Length; from += xDistance, to += yDistance)
            Moved<T>.Run<TLanes>(_x.Slice(from, length), _y.Slice(to, length), accumulate);
    }
}

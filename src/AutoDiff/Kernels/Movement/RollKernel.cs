using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// Blocks of `length` elements whose first `cut` elements go behind the others.
internal readonly ref struct RollKernel<T>(ReadOnlySpan<T> x, int length, int cut, Span<T> y, bool accumulate) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly Span<T> _y = y;

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int at = 0; at < _x.Length; at += length)
        {
            ReadOnlySpan<T> x = _x.Slice(at, length);
            Span<T> y = _y.Slice(at, length);
            Moved<T>.Run<TLanes>(x[..cut], y[(length - cut)..], accumulate);
            Moved<T>.Run<TLanes>(x[cut..], y[..(length - cut)], accumulate);
        }
    }
}

using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// What is made of lines x, of their largest elements m (0 where those are not finite) and of sums of e^(x - m).
internal interface ISoftmaxForm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The elements of y that a line of x makes: as many, or 1.
    static abstract int ResultCount(int count);

    // Whether y holds e^(x - m) when Finish is called.
    static abstract bool NeedsExponentials { get; }

    // One row of the result from one row of x: either a whole line with its single m and sum, or one element of each of several lines, with as many.
    // A form with a single result per line is called once, with x empty.
    static abstract void Finish<TLanes>(ReadOnlySpan<T> x, ReadOnlySpan<T> m, ReadOnlySpan<T> sums, Span<T> y) where TLanes : struct, ILanes<TLanes, T>;
}

using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// Elements moved, or added, from one place to another. Source and destination may not overlap.
internal static class Movement
{
    // y = x with its axes reordered, or y += that: y's axis i is x's axis axes[i]. `from` is x's shape.
    public static void Permute<T>(in Shape from, ReadOnlySpan<int> axes, ReadOnlySpan<T> x, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length != from.Count)
            KernelErrors.LengthsDiffer(nameof(Movement), x.Length, from.Count);
        if (y.Length != from.Count)
            KernelErrors.LengthsDiffer(nameof(Movement), y.Length, from.Count);
        PermuteKernel<T> kernel = new(in from, axes, x, y, accumulate);
        Widest.Run<T, PermuteKernel<T>>(ref kernel);
    }

    // y[outer, count, inner] = x[outer, start .. start + count, inner] of an axis with `length` elements, or y += that.
    public static void Slice<T>(ReadOnlySpan<T> x, int length, int inner, int start, int count, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckSlice(length, inner, start, count, x.Length, y.Length);
        BlockKernel<T> kernel = new(x[Math.Min(start * inner, x.Length)..], length * inner, y, count * inner, count * inner, accumulate);
        Widest.Run<T, BlockKernel<T>>(ref kernel);
    }

    // y[outer, start .. start + count, inner] = x[outer, count, inner], or y += that; the rest of y stays as it is.
    public static void PutSlice<T>(ReadOnlySpan<T> x, int length, int inner, int start, int count, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckSlice(length, inner, start, count, y.Length, x.Length);
        BlockKernel<T> kernel = new(x, count * inner, y[Math.Min(start * inner, y.Length)..], length * inner, count * inner, accumulate);
        Widest.Run<T, BlockKernel<T>>(ref kernel);
    }

    // y[i, :] = x[indices[i], :], or y += that, for rows of `inner` elements.
    public static void Gather<T>(ReadOnlySpan<T> x, int inner, ReadOnlySpan<int> indices, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.Length != indices.Length * inner)
            KernelErrors.LengthsDiffer(nameof(Movement), y.Length, indices.Length * inner);
        KernelErrors.CheckIndices(nameof(Movement), indices, x.Length / Math.Max(1, inner));
        GatherKernel<T> kernel = new(x, inner, indices, y, accumulate);
        Widest.Run<T, GatherKernel<T>>(ref kernel);
    }

    // y[indices[i], :] += x[i, :], one row after the other: a row named twice receives both, in order.
    public static void ScatterAdd<T>(ReadOnlySpan<T> x, int inner, ReadOnlySpan<int> indices, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length != indices.Length * inner)
            KernelErrors.LengthsDiffer(nameof(Movement), x.Length, indices.Length * inner);
        KernelErrors.CheckIndices(nameof(Movement), indices, y.Length / Math.Max(1, inner));
        ScatterAddKernel<T> kernel = new(x, inner, indices, y);
        Widest.Run<T, ScatterAddKernel<T>>(ref kernel);
    }

    private static void CheckSlice(int length, int inner, int start, int count, int whole, int part)
    {
        if (start < 0 || count < 0 || start > length - count)
            KernelErrors.SliceOutOfRange(start, count, length);
        int size = length * inner;
        int outer = size == 0 ? 0 : whole / size;
        if (whole != outer * size)
            KernelErrors.LengthsDiffer(nameof(Movement), whole, outer * size);
        if (part != outer * count * inner)
            KernelErrors.LengthsDiffer(nameof(Movement), part, outer * count * inner);
    }
}

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

    // y = the part of x that the walk goes over, or y += that.
    public static void Take<T>(in Walk walk, ReadOnlySpan<T> x, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckWalk(in walk, x.Length, y.Length);
        WalkKernel<T> kernel = new(in walk, x, y, back: false, accumulate);
        Widest.Run<T, WalkKernel<T>>(ref kernel);
    }

    // Every element of x is added to the one of y where the walk found it, in the walk's order.
    public static void PutBack<T>(in Walk walk, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckWalk(in walk, y.Length, x.Length);
        WalkKernel<T> kernel = new(in walk, x, y, back: true, accumulate: true);
        Widest.Run<T, WalkKernel<T>>(ref kernel);
    }

    // y[outer, (i + shift) mod length, inner] = x[outer, i, inner] for 0 <= shift < length, or y += that.
    public static void Roll<T>(ReadOnlySpan<T> x, int length, int inner, int shift, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length != y.Length)
            KernelErrors.LengthsDiffer(nameof(Movement), y.Length, x.Length);
        RollKernel<T> kernel = new(x, length * inner, (length - shift) * inner, y, accumulate);
        Widest.Run<T, RollKernel<T>>(ref kernel);
    }

    // y[outer, i, inner] = x[outer, indices[i], inner] of an axis with `length` places, or y += that.
    public static void Gather<T>(ReadOnlySpan<T> x, int length, int inner, ReadOnlySpan<int> indices, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckRows(length, inner, indices, x.Length, y.Length);
        GatherKernel<T> kernel = new(x, length, inner, indices, y, accumulate);
        Widest.Run<T, GatherKernel<T>>(ref kernel);
    }

    // y[outer, indices[i], inner] += x[outer, i, inner], one after the other: a place named twice receives both, in order.
    public static void ScatterAdd<T>(ReadOnlySpan<T> x, int length, int inner, ReadOnlySpan<int> indices, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckRows(length, inner, indices, y.Length, x.Length);
        ScatterAddKernel<T> kernel = new(x, length, inner, indices, y);
        Widest.Run<T, ScatterAddKernel<T>>(ref kernel);
    }

    private static void CheckRows(int length, int inner, ReadOnlySpan<int> indices, int whole, int part)
    {
        int outer = length * inner == 0 ? 0 : whole / (length * inner);
        if (whole != outer * length * inner)
            KernelErrors.LengthsDiffer(nameof(Movement), whole, outer * length * inner);
        if (part != outer * indices.Length * inner)
            KernelErrors.LengthsDiffer(nameof(Movement), part, outer * indices.Length * inner);
        KernelErrors.CheckIndices(nameof(Movement), indices, length);
    }

    private static void CheckWalk(in Walk walk, int whole, int part)
    {
        if (part != walk.Part.Count)
            KernelErrors.LengthsDiffer(nameof(Movement), part, walk.Part.Count);
        if (!walk.StaysWithin(whole))
            KernelErrors.WalkLeaves(walk.Part, walk.Start, whole);
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

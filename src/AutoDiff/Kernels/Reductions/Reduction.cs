using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Sums, products' sums and extremes, of a range or over axes. Every result is a fixed tree of operations that depends on the lengths alone.
internal static class Reduction
{
    // 0 when empty.
    public static T Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold<T, SumFold<T>>(x, x);

    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold<T, DotFold<T>>(a, b);

    public static T SumOfSquares<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold<T, DotFold<T>>(x, x);

    // The sum of (a - b)^2, without the differences in memory.
    public static T SquaredDistance<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold<T, SquaredDifferenceFold<T>>(a, b);

    // NaN if any element is.
    public static T Max<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
            KernelErrors.Empty(nameof(Max));
        return Fold<T, MaxFold<T>>(x, x);
    }

    public static T Min<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
            KernelErrors.Empty(nameof(Min));
        return Fold<T, MinFold<T>>(x, x);
    }

    // y = x summed over every axis that `to` lacks or has with length 1, or y += that: what broadcasting spread is gathered again.
    public static void SumTo<T>(in Shape from, ReadOnlySpan<T> x, in Shape to, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T> => FoldTo<T, SumFold<T>>(in from, x, x, in to, y, accumulate);

    // SumTo of a * b, without the product in memory.
    public static void DotTo<T>(in Shape from, ReadOnlySpan<T> a, ReadOnlySpan<T> b, in Shape to, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T> => FoldTo<T, DotFold<T>>(in from, a, b, in to, y, accumulate);

    // 1 where nothing is gathered.
    public static void ProductTo<T>(in Shape from, ReadOnlySpan<T> x, in Shape to, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => FoldTo<T, ProductFold<T>>(in from, x, x, in to, y, accumulate: false);

    // The least magnitude that a product of some of the factors can have, or less.
    public static void ShrinkingProductTo<T>(in Shape from, ReadOnlySpan<T> x, in Shape to, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => FoldTo<T, ShrinkingProductFold<T>>(in from, x, x, in to, y, accumulate: false);

    // -infinity where nothing is gathered.
    public static void MaxTo<T>(in Shape from, ReadOnlySpan<T> x, in Shape to, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T> => FoldTo<T, MaxFold<T>>(in from, x, x, in to, y, accumulate);

    // +infinity where nothing is gathered.
    public static void MinTo<T>(in Shape from, ReadOnlySpan<T> x, in Shape to, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T> => FoldTo<T, MinFold<T>>(in from, x, x, in to, y, accumulate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Fold<T, TFold>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFold : struct, IFold<T>
    {
        FoldKernel<T, TFold> kernel = new(a, b);
        Widest.Run<T, FoldKernel<T, TFold>>(ref kernel);
        return kernel.Result;
    }

    private static void FoldTo<T, TFold>(in Shape from, ReadOnlySpan<T> a, ReadOnlySpan<T> b, in Shape to, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFold : struct, IFold<T>
    {
        if (to.Count == 1 && a.Length == from.Count && y.Length == 1)
        {
            // Everything to one number: the same tree without a loop nest.
            T total = Fold<T, TFold>(a, b);
            y[0] = accumulate ? TFold.Invoke(Lanes1<T>.Create(y[0]), Lanes1<T>.Create(total)).First : total;
            return;
        }

        FoldToKernel<T, TFold> kernel = new(in from, a, b, in to, y, accumulate);
        Widest.Run<T, FoldToKernel<T, TFold>>(ref kernel);
    }
}

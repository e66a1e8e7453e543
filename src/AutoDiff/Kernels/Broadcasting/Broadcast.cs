using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Maps whose operands have shapes that broadcast to the result's. Nothing is expanded in memory: the loops that remain after merging axes
// run the elementwise kernels along the innermost one. Operands may not overlap y, but for one of y's own shape and start.
internal static class Broadcast
{
    // y = x stretched to y's shape, or y += that.
    public static void Copy<T>(in Shape xShape, ReadOnlySpan<T> x, in Shape yShape, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        BroadcastCopyKernel<T> kernel = new(in xShape, x, in yShape, y, accumulate);
        Widest.Run<T, BroadcastCopyKernel<T>>(ref kernel);
    }

    public static void Map<T, TFunction>(
        in Shape aShape, ReadOnlySpan<T> a, in Shape bShape, ReadOnlySpan<T> b, in Shape yShape, Span<T> y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IBinary<T>
    {
        if (IsSimple(in aShape, in yShape) && IsSimple(in bShape, in yShape))
        {
            Elementwise.Map<T, TFunction>(a, b, y, accumulate);
            return;
        }

        Stretch<T, TFunction>(in aShape, a, in bShape, b, in yShape, y, accumulate);
    }

    public static void Map<T, TFunction>(
        in Shape aShape,
        ReadOnlySpan<T> a,
        in Shape bShape,
        ReadOnlySpan<T> b,
        in Shape cShape,
        ReadOnlySpan<T> c,
        in Shape yShape,
        Span<T> y,
        bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, ITernary<T>
    {
        if (IsSimple(in aShape, in yShape) && IsSimple(in bShape, in yShape) && IsSimple(in cShape, in yShape))
        {
            Elementwise.Map<T, TFunction>(a, b, c, y, accumulate);
            return;
        }

        Stretch<T, TFunction>(in aShape, a, in bShape, b, in cShape, c, in yShape, y, accumulate);
    }

    // A method of its own, whose large frame the common case does not pay for.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Stretch<T, TFunction>(
        in Shape aShape, ReadOnlySpan<T> a, in Shape bShape, ReadOnlySpan<T> b, in Shape yShape, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, IBinary<T>
    {
        BroadcastBinaryKernel<T, TFunction> kernel = new(in aShape, a, in bShape, b, in yShape, y, accumulate);
        Widest.Run<T, BroadcastBinaryKernel<T, TFunction>>(ref kernel);
    }

    // Operands that an elementwise kernel takes as they are: most calls, and they need no loop nest.
    private static bool IsSimple(in Shape shape, in Shape yShape) => shape.Same(in yShape) || shape.Count == 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Stretch<T, TFunction>(
        in Shape aShape,
        ReadOnlySpan<T> a,
        in Shape bShape,
        ReadOnlySpan<T> b,
        in Shape cShape,
        ReadOnlySpan<T> c,
        in Shape yShape,
        Span<T> y,
        bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : struct, ITernary<T>
    {
        BroadcastTernaryKernel<T, TFunction> kernel = new(in aShape, a, in bShape, b, in cShape, c, in yShape, y, accumulate);
        Widest.Run<T, BroadcastTernaryKernel<T, TFunction>>(ref kernel);
    }
}

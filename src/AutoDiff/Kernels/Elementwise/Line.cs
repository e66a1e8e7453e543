using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The elementwise maps, for kernels whose width is chosen already. Each map is a loop of its own: a loop with more than
// one or two exponentials exceeds what the JIT is willing to inline, and then calls every operation on lanes.
internal static class Line<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<TFunction>(ReadOnlySpan<T> x, Span<T> y)
        where TFunction : struct, IUnary<T> => new UnaryKernel<T, TFunction>(x, y, accumulate: false).Run<TLanes>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where TFunction : struct, IBinary<T> => new BinaryKernel<T, TFunction>(a, b, y, accumulate: false).Run<TLanes>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where TFunction : struct, ITernary<T> => new TernaryKernel<T, TFunction>(a, b, c, y, accumulate: false).Run<TLanes>();
}

using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly struct SoftmaxForm<T> : ISoftmaxForm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool NeedsExponentials => true;

    public static int ResultCount(int count) => count;

    public static void Finish<TLanes>(ReadOnlySpan<T> x, ReadOnlySpan<T> m, ReadOnlySpan<T> sums, Span<T> y)
        where TLanes : struct, ILanes<TLanes, T>
        => new BinaryKernel<T, DivideFunction<T>>(y, sums, y, accumulate: false).Run<TLanes>();
}

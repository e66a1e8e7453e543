using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly struct SoftmaxForm<T> : ISoftmaxForm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool NeedsExponentials => true;

    public static int ResultCount(int count) => count;

    // One line is scaled by the sum's reciprocal, several times faster than divided; lines side by side share no reciprocal.
    public static void Finish<TLanes>(ReadOnlySpan<T> x, ReadOnlySpan<T> m, ReadOnlySpan<T> sums, Span<T> y)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (sums.Length > 1)
        {
            new BinaryKernel<T, DivideFunction<T>>(y, sums, y, accumulate: false).Run<TLanes>();
            return;
        }

        T reciprocal = T.One / sums[0];
        new BinaryKernel<T, MultiplyFunction<T>>(y, new ReadOnlySpan<T>(in reciprocal), y, accumulate: false).Run<TLanes>();
    }
}

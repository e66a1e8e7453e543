using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly struct LogSoftmaxForm<T> : ISoftmaxForm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool NeedsExponentials => false;

    public static int ResultCount(int count) => count;

    // (x - m) - log(sum): two small numbers near the line's top, where x itself may be large.
    public static void Finish<TLanes>(ReadOnlySpan<T> x, ReadOnlySpan<T> m, ReadOnlySpan<T> sums, Span<T> y)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (sums.Length == 1)
        {
            T logarithm = LogFunction<T>.Invoke(Lanes1<T>.Create(sums[0])).First;
            new TernaryKernel<T, SubtractTwiceFunction<T>>(x, m, new ReadOnlySpan<T>(in logarithm), y, accumulate: false).Run<TLanes>();
            return;
        }

        Span<T> logarithms = (stackalloc T[SoftmaxLines<T>.ChunkSize])[..sums.Length];
        new UnaryKernel<T, LogFunction<T>>(sums, logarithms, accumulate: false).Run<TLanes>();
        new TernaryKernel<T, SubtractTwiceFunction<T>>(x, m, logarithms, y, accumulate: false).Run<TLanes>();
    }
}

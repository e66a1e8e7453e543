using System;
using System.Numerics;

namespace AutoDiff.Kernels;

internal readonly struct LogSumExpForm<T> : ISoftmaxForm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool NeedsExponentials => false;

    public static int ResultCount(int count) => 1;

    public static void Finish<TLanes>(ReadOnlySpan<T> x, ReadOnlySpan<T> m, ReadOnlySpan<T> sums, Span<T> y)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (sums.Length == 1)
        {
            y[0] = LogFunction<T>.Invoke(Lanes1<T>.Create(sums[0])).First + m[0];
            return;
        }

        new UnaryKernel<T, LogFunction<T>>(sums, y, accumulate: false).Run<TLanes>();
        new BinaryKernel<T, AddFunction<T>>(y, m, y, accumulate: false).Run<TLanes>();
    }
}

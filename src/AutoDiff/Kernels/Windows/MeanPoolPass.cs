using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoDiff.Storage;

namespace AutoDiff.Kernels;

// Means over windows, and their transpose. The lines of a window are added first, whole and side by side, then what each place sees of their sum.
internal static class MeanPoolPass
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Gather<T>(in PoolSize size, bool countPadding, ReadOnlySpan<T> x, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PoolAxis height = size.Height, width = size.Width;
        AlignedBlocks<T> workspace = default;
        Span<T> sums = workspace.Take(width.Length);
        for (int from = 0, at = 0; at < y.Length; from += size.InputPlane)
        {
            for (int row = 0; row < height.Places; row++)
            {
                height.Window(row, out int top, out int bottom, out int down);
                sums.Clear();
                for (int line = top; line < bottom; line += down)
                    Elementwise.Map<T, IdentityFunction<T>>(x.Slice(from + (line * width.Length), width.Length), sums, accumulate: true);
                int lines = height.Divisor(row, countPadding);
                for (int place = 0; place < width.Places; place++, at++)
                {
                    width.Window(place, out int left, out int right, out int across);
                    T sum = T.Zero;
                    for (int i = left; i < right; i += across)
                        sum += sums[i];
                    T mean = sum / T.CreateTruncating((double)lines * width.Divisor(place, countPadding));
                    y[at] = accumulate ? y[at] + mean : mean;
                }
            }
        }
    }

    // Every element of y back to the window that it is the mean of, in equal shares.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Spread<T>(in PoolSize size, bool countPadding, ReadOnlySpan<T> y, Span<T> x, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PoolAxis height = size.Height, width = size.Width;
        if (!accumulate)
            x.Clear();
        AlignedBlocks<T> workspace = default;
        Span<T> shares = workspace.Take(width.Length);
        for (int to = 0, at = 0; at < y.Length; to += size.InputPlane)
        {
            for (int row = 0; row < height.Places; row++)
            {
                height.Window(row, out int top, out int bottom, out int down);
                int lines = height.Divisor(row, countPadding);
                shares.Clear();
                for (int place = 0; place < width.Places; place++, at++)
                {
                    width.Window(place, out int left, out int right, out int across);
                    T share = y[at] / T.CreateTruncating((double)lines * width.Divisor(place, countPadding));
                    for (int i = left; i < right; i += across)
                        shares[i] += share;
                }

                for (int line = top; line < bottom; line += down)
                    Elementwise.Map<T, IdentityFunction<T>>(shares, x.Slice(to + (line * width.Length), width.Length), accumulate: true);
            }
        }
    }
}

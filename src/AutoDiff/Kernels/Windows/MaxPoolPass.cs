using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoDiff.Storage;

namespace AutoDiff.Kernels;

// The largest elements of windows, and the two linear maps that their slopes need. Which elements attain a maximum is seen by comparing: nothing is saved.
internal static class MaxPoolPass
{
    // -infinity where a window sees padding alone; NaN if it sees one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Largest<T>(in PoolSize size, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PoolAxis height = size.Height, width = size.Width;
        AlignedBlocks<T> workspace = default;
        Span<T> largest = workspace.Take(width.Length);
        for (int from = 0, at = 0; at < y.Length; from += size.InputPlane)
        {
            for (int row = 0; row < height.Places; row++)
            {
                height.Window(row, out int top, out int bottom, out int down);
                largest.Fill(T.NegativeInfinity);
                for (int line = top; line < bottom; line += down)
                    Elementwise.Map<T, MaxFunction<T>>(x.Slice(from + (line * width.Length), width.Length), largest, largest);
                for (int place = 0; place < width.Places; place++, at++)
                {
                    width.Window(place, out int left, out int right, out int across);
                    T most = T.NegativeInfinity;
                    for (int i = left; i < right; i += across)
                        most = T.Max(most, largest[i]);
                    y[at] = most;
                }
            }
        }
    }

    // Every element of v back to its window's largest elements, in equal shares; to all of a window with a NaN, a NaN.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Spread<T>(in PoolSize size, ReadOnlySpan<T> v, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PoolAxis height = size.Height, width = size.Width;
        if (!accumulate)
            result.Clear();
        for (int from = 0, at = 0; at < y.Length; from += size.InputPlane)
        {
            for (int row = 0; row < height.Places; row++)
            {
                height.Window(row, out int top, out int bottom, out int down);
                for (int place = 0; place < width.Places; place++, at++)
                {
                    width.Window(place, out int left, out int right, out int across);
                    T most = y[at];
                    int ties = 0;
                    for (int line = top; line < bottom; line += down)
                    {
                        for (int i = left; i < right; i += across)
                            ties += x[from + (line * width.Length) + i] == most ? 1 : 0;
                    }

                    T share = ties == 0 ? T.NaN : v[at] / T.CreateTruncating(ties);
                    for (int line = top; line < bottom; line += down)
                    {
                        for (int i = left; i < right; i += across)
                        {
                            int element = from + (line * width.Length) + i;
                            if (ties == 0 || x[element] == most)
                                result[element] += share;
                        }
                    }
                }
            }
        }
    }

    // The transpose: the mean of v's elements where x's are the window's largest; 0 where a window sees padding alone, NaN if it sees one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Gather<T>(in PoolSize size, ReadOnlySpan<T> v, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        PoolAxis height = size.Height, width = size.Width;
        for (int from = 0, at = 0; at < y.Length; from += size.InputPlane)
        {
            for (int row = 0; row < height.Places; row++)
            {
                height.Window(row, out int top, out int bottom, out int down);
                for (int place = 0; place < width.Places; place++, at++)
                {
                    width.Window(place, out int left, out int right, out int across);
                    T most = y[at], sum = T.IsNaN(most) ? T.NaN : T.Zero;
                    int ties = 0;
                    for (int line = top; line < bottom; line += down)
                    {
                        for (int i = left; i < right; i += across)
                        {
                            int element = from + (line * width.Length) + i;
                            if (x[element] == most)
                            {
                                sum += v[element];
                                ties++;
                            }
                        }
                    }

                    T mean = ties > 1 ? sum / T.CreateTruncating(ties) : sum;
                    result[at] = accumulate ? result[at] + mean : mean;
                }
            }
        }
    }
}

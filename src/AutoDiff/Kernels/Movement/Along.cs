using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Elements moved along one axis, each by its own index: the whole is [outer, length, inner], part and indices are [outer, count, inner].
// The index -1 means nowhere. Indices were checked when they were kept; spans check them once more.
internal static class Along
{
    public const int Nowhere = -1;

    // part[o, i, j] = whole[o, indices[o, i, j], j], and 0 from nowhere; or part += that.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Take<T>(ReadOnlySpan<T> whole, int length, int inner, ReadOnlySpan<int> indices, int count, Span<T> part, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0, at = 0; at < part.Length; start += length * inner)
        {
            ReadOnlySpan<T> x = whole.Slice(start, length * inner);
            if (inner == 1)
            {
                Line(x, indices.Slice(at, count), part.Slice(at, count), accumulate);
                at += count;
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < inner; j++, at++)
                {
                    int index = indices[at];
                    T value = index == Nowhere ? T.Zero : x[(index * inner) + j];
                    part[at] = accumulate ? part[at] + value : value;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> indices, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < indices.Length && i < y.Length; i++)
        {
            T value = indices[i] == Nowhere ? T.Zero : x[indices[i]];
            y[i] = accumulate ? y[i] + value : value;
        }
    }

    // whole[o, indices[o, i, j], j] += part[o, i, j], in the part's order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add<T>(ReadOnlySpan<T> part, ReadOnlySpan<int> indices, int count, Span<T> whole, int length, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0, at = 0; at < part.Length; start += length * inner)
        {
            Span<T> y = whole.Slice(start, length * inner);
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < inner; j++, at++)
                {
                    int index = indices[at];
                    if (index != Nowhere)
                        y[(index * inner) + j] += part[at];
                }
            }
        }
    }

    // whole[o, indices[o, i, j], j] = part[o, i, j].
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Put<T>(ReadOnlySpan<T> part, ReadOnlySpan<int> indices, int count, Span<T> whole, int length, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0, at = 0; at < part.Length; start += length * inner)
        {
            Span<T> y = whole.Slice(start, length * inner);
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < inner; j++, at++)
                {
                    int index = indices[at];
                    if (index != Nowhere)
                        y[(index * inner) + j] = part[at];
                }
            }
        }
    }
}

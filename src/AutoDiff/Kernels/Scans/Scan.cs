using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// Running results along an axis: y_t = step(y_(t-1), a_t, b_t), from `start`. Rows beside each other go through the lanes; a single line
// is followed number by number. The order is fixed, and so are the bits.
internal static class Scan
{
    public static void Run<T, TStep>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, int count, int inner, bool reverse, T start)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TStep : struct, ITernary<T>
    {
        int block = count * inner;
        for (int at = 0; block > 0 && at < y.Length; at += block)
        {
            if (inner == 1)
                Line<T, TStep>(a.Slice(at, block), b.Slice(at, block), y.Slice(at, block), reverse, start);
            else
                Rows<T, TStep>(a.Slice(at, block), b.Slice(at, block), y.Slice(at, block), inner, reverse, start);
        }
    }

    private static void Line<T, TStep>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool reverse, T start)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TStep : struct, ITernary<T>
    {
        Lanes1<T> value = Lanes1<T>.Create(start);
        int t = reverse ? y.Length - 1 : 0, step = reverse ? -1 : 1;
        for (; (uint)t < (uint)y.Length; t += step)
        {
            value = TStep.Invoke(value, Lanes1<T>.Create(a[t]), Lanes1<T>.Create(b[t]));
            y[t] = value.First;
        }
    }

    private static void Rows<T, TStep>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, int inner, bool reverse, T start)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TStep : struct, ITernary<T>
    {
        int at = reverse ? y.Length - inner : 0, step = reverse ? -inner : inner;
        ReadOnlySpan<T> previous = new(in start);
        for (; (uint)at < (uint)y.Length; at += step)
        {
            Span<T> row = y.Slice(at, inner);
            Elementwise.Map<T, TStep>(previous, a.Slice(at, inner), b.Slice(at, inner), row);
            previous = row;
        }
    }
}

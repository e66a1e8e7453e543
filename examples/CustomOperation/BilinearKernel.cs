using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Examples.CustomOperation;

// The loop over plain spans: for a few columns at a time xᵀ·A, times y; lanes are added up once for each pair.
internal static class BilinearKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Compute<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> a, ReadOnlySpan<T> y, int rows, int columns, Span<T> result, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int pair = 0; pair < result.Length; pair++)
        {
            T form = Form(x.Slice(pair * rows, rows), a, y.Slice(pair * columns, columns));
            result[pair] = accumulate ? result[pair] + form : form;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Form<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> a, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T form = T.Zero;
        int column = 0;
        if (Vector<T>.IsSupported)
        {
            Vector<T> lanes = default;
            for (; column <= y.Length - Vector<T>.Count; column += Vector<T>.Count)
                lanes += Combination(x, ref Unsafe.Add(ref MemoryMarshal.GetReference(a), column), y.Length) * new Vector<T>(y[column..]);
            form = Vector.Sum(lanes);
        }

        for (; column < y.Length; column++)
        {
            T sum = T.Zero;
            for (int row = 0; row < x.Length; row++)
                sum += x[row] * a[(row * y.Length) + column];
            form += sum * y[column];
        }

        return form;
    }

    // The first columns of as many rows as there are weights, weighted; four sums, so that an addition need not wait for the last.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Combination<T>(ReadOnlySpan<T> weights, ref T rows, int stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> s0 = default, s1 = default, s2 = default, s3 = default;
        int row = 0;
        for (; row <= weights.Length - 4; row += 4)
        {
            s0 += weights[row] * Vector.LoadUnsafe(ref rows);
            s1 += weights[row + 1] * Vector.LoadUnsafe(ref rows, (nuint)stride);
            s2 += weights[row + 2] * Vector.LoadUnsafe(ref rows, (nuint)(2 * stride));
            s3 += weights[row + 3] * Vector.LoadUnsafe(ref rows, (nuint)(3 * stride));
            rows = ref Unsafe.Add(ref rows, 4 * stride);
        }

        for (; row < weights.Length; row++)
        {
            s0 += weights[row] * Vector.LoadUnsafe(ref rows);
            rows = ref Unsafe.Add(ref rows, stride);
        }

        return s0 + s1 + (s2 + s3);
    }
}

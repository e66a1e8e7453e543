using System;
using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// Products whose factors may leave the range on the way although the whole does not: powers of two are counted apart as soon as a running
// product comes near its ends, which is exact. Where it never does, these are plain products.
internal static class BalancedProduct<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Two running products of such sizes can be multiplied, in float too.
    private static T Smallest => T.CreateTruncating(1e-15);

    private static T Largest => T.CreateTruncating(1e15);

    // The products of an axis with `length` places of which the plain ones overflowed or vanished, or may have lost bits among subnormal numbers on the way.
    public static void Repair(in Shape from, ReadOnlySpan<T> x, int length, int inner, in Shape to, Span<T> y)
    {
        using Rented<T> least = new(y.Length);
        if (MayVanish(x, length))
            Reduction.ShrinkingProductTo(in from, x, in to, least.Span);
        else
            least.Span.Fill(T.One);
        for (int i = 0; i < y.Length; i++)
        {
            if (T.IsNormal(y[i]) && T.IsNormal(least.Span[i]))
                continue;
            ReadOnlySpan<T> line = x.Slice(i / inner * length * inner, length * inner);
            T product = T.One;
            long exponent = 0;
            for (int at = i % inner; at < line.Length; at += inner)
                product = Times(product, line[at], ref exponent);
            y[i] = Scale(product, exponent);
        }
    }

    // Whether a product of so many of the numbers could be subnormal; mostly the smallest of them says that none is.
    private static bool MayVanish(ReadOnlySpan<T> x, int length) =>
        !x.IsEmpty && !T.IsNormal(T.Pow(T.Min(T.One, T.Abs(TensorPrimitives.MinMagnitude(x))), T.CreateTruncating(length)));

    // y[outer, i, inner] = the product of all x[outer, j, inner] with j != i: of those before times those after. Nothing is divided by.
    public static void Others(ReadOnlySpan<T> x, int length, int inner, Span<T> y)
    {
        int block = length * inner;
        if (y.IsEmpty)
            return;
        long[] counts = ArrayPool<long>.Shared.Rent(block);
        T[] after = ArrayPool<T>.Shared.Rent(inner);
        for (int start = 0; start < x.Length; start += block)
        {
            Before(x.Slice(start, block), inner, y.Slice(start, block), counts.AsSpan(0, block));
            Meet(x.Slice(start, block), inner, y.Slice(start, block), counts.AsSpan(0, block), after.AsSpan(0, inner));
        }

        ArrayPool<long>.Shared.Return(counts);
        ArrayPool<T>.Shared.Return(after);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Before(ReadOnlySpan<T> x, int inner, Span<T> y, Span<long> exponents)
    {
        y[..inner].Fill(T.One);
        exponents[..inner].Clear();
        for (int at = inner; at < y.Length; at++)
        {
            exponents[at] = exponents[at - inner];
            y[at] = Times(y[at - inner], x[at - inner], ref exponents[at]);
        }
    }

    // From the last row to the first; the last row's counts, once read, go along for those after.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Meet(ReadOnlySpan<T> x, int inner, Span<T> y, Span<long> exponents, Span<T> after)
    {
        int last = y.Length - inner;
        after.Fill(T.One);
        Span<long> counts = exponents[last..];
        for (int row = last; row >= 0; row -= inner)
        {
            for (int i = 0; i < inner; i++)
            {
                long before = exponents[row + i], behind = row == last ? 0 : counts[i];
                y[row + i] = Scale(y[row + i] * after[i], before + behind);
                after[i] = Times(after[i], x[row + i], ref behind);
                counts[i] = behind;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Times(T product, T factor, ref long exponent)
    {
        T y = product * factor, size = T.Abs(y);
        return size >= Smallest && size <= Largest ? y : Balanced(product, factor, ref exponent);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Balanced(T product, T factor, ref long exponent)
    {
        if (T.IsZero(product) || T.IsZero(factor) || !T.IsFinite(product) || !T.IsFinite(factor))
            return product * factor;
        int a = T.ILogB(product), b = T.ILogB(factor);
        exponent += a + b;
        return T.ScaleB(product, -a) * T.ScaleB(factor, -b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Scale(T x, long exponent) => exponent == 0 ? x : T.ScaleB(x, (int)Math.Clamp(exponent, -(1 << 20), 1 << 20));
}

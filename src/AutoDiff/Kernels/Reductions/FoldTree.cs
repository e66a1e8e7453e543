using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// A contiguous range folded by one fixed tree, which depends on the length alone: not on the register width, the run or the alignment.
// The range is cut into blocks of 64 rows of 64 columns. In a block each column is folded from top to bottom, then the columns pairwise:
// column i meets column i + 32, then i + 16, and so on. The blocks are folded pairwise in order.
// A sum's rounding error so grows with 64 + log2(blocks) at worst, not with the length.
internal static class FoldTree<T, TFold>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFold : struct, IFold<T>
{
    private const int Columns = 64;
    private const int BlockSize = 64 * Columns;

    // Blocks number at most 2^31 / 4096: partial results wait on at most 20 levels.
    private const int Levels = 20;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Run<TLanes>(ref readonly T a, ref readonly T b, int length)
        where TLanes : struct, ILanes<TLanes, T>
        => length <= TLanes.Count ? Short<TLanes>(in a, in b, (nuint)length)
            : length <= BlockSize ? Block<TLanes>(in a, in b, (nuint)length)
            : Blocks<TLanes>(in a, in b, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Short<TLanes>(ref readonly T a, ref readonly T b, nuint length)
        where TLanes : struct, ILanes<TLanes, T>
        => TLanes.Reduce<TFold>(TFold.TakePart(TLanes.Create(TFold.Identity), in a, in b, 0, length));

    // The partial results of 2^k blocks wait on level k until another 2^k blocks are done, as a binary counter carries.
    private static T Blocks<TLanes>(ref readonly T a, ref readonly T b, int length)
        where TLanes : struct, ILanes<TLanes, T>
    {
        Span<T> waiting = stackalloc T[Levels];
        int depth = 0;
        ref T firstA = ref Unsafe.AsRef(in a), firstB = ref Unsafe.AsRef(in b);
        for (int start = 0, block = 1; start < length; start += BlockSize, block++)
        {
            T total = Block<TLanes>(in Unsafe.Add(ref firstA, start), in Unsafe.Add(ref firstB, start), (nuint)Math.Min(BlockSize, length - start));
            for (int carry = block; (carry & 1) == 0; carry >>= 1)
                total = Combine(waiting[--depth], total);
            waiting[depth++] = total;
            if (length - start <= BlockSize)
                break;
        }

        T all = waiting[--depth];
        while (depth > 0)
            all = Combine(waiting[--depth], all);
        return all;
    }

    // All columns at once in registers where they fit in eight; what a short range leaves out of the tree is the identity.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static T Block<TLanes>(ref readonly T a, ref readonly T b, nuint length)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (8 * TLanes.Count < Columns && length > 4 * (nuint)TLanes.Count)
            return ManyColumns<TLanes>(in a, in b, length);
        Pass(in a, in b, length, 0, out TLanes s0, out TLanes s1, out TLanes s2, out TLanes s3);
        if (8 * TLanes.Count == Columns && length > 4 * (nuint)TLanes.Count)
        {
            Pass(in a, in b, length, Columns / 2, out TLanes t0, out TLanes t1, out TLanes t2, out TLanes t3);
            (s0, s1, s2, s3) = (TFold.Invoke(s0, t0), TFold.Invoke(s1, t1), TFold.Invoke(s2, t2), TFold.Invoke(s3, t3));
        }

        return TLanes.Reduce<TFold>(TFold.Invoke(TFold.Invoke(s0, s2), TFold.Invoke(s1, s3)));
    }

    // The same tree through memory, for narrow registers.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static T ManyColumns<TLanes>(ref readonly T a, ref readonly T b, nuint length)
        where TLanes : struct, ILanes<TLanes, T>
    {
        Span<T> columns = stackalloc T[Columns];
        ref T column = ref MemoryMarshal.GetReference(columns);
        nuint width = (nuint)TLanes.Count;
        for (nuint first = 0; first < Columns; first += 4 * width)
        {
            Pass(in a, in b, length, first, out TLanes s0, out TLanes s1, out TLanes s2, out TLanes s3);
            TLanes.Store(s0, ref column, first);
            TLanes.Store(s1, ref column, first + width);
            TLanes.Store(s2, ref column, first + (2 * width));
            TLanes.Store(s3, ref column, first + (3 * width));
        }

        for (nuint half = Columns / 2; half >= width; half /= 2)
        {
            for (nuint i = 0; i < half; i += width)
                TLanes.Store(TFold.Invoke(TLanes.Load(in column, i), TLanes.Load(in column, i + half)), ref column, i);
        }

        return TLanes.Reduce<TFold>(TLanes.Load(in column, 0));
    }

    // Four registers of columns from `first` on, folded from top to bottom: four chains of operations side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass<TLanes>(
        ref readonly T a, ref readonly T b, nuint length, nuint first, out TLanes s0, out TLanes s1, out TLanes s2, out TLanes s3)
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint width = (nuint)TLanes.Count, rest = length % Columns, end = length - rest + first, at = first;
        TLanes sum0 = TLanes.Create(TFold.Identity), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (; at < end; at += Columns)
        {
            sum0 = TFold.Take(sum0, in a, in b, at);
            sum1 = TFold.Take(sum1, in a, in b, at + width);
            sum2 = TFold.Take(sum2, in a, in b, at + (2 * width));
            sum3 = TFold.Take(sum3, in a, in b, at + (3 * width));
        }

        if (rest > first)
            sum0 = TFold.TakePart(sum0, in a, in b, at, Math.Min(rest - first, width));
        if (rest > first + width)
            sum1 = TFold.TakePart(sum1, in a, in b, at + width, Math.Min(rest - first - width, width));
        if (rest > first + (2 * width))
            sum2 = TFold.TakePart(sum2, in a, in b, at + (2 * width), Math.Min(rest - first - (2 * width), width));
        if (rest > first + (3 * width))
            sum3 = TFold.TakePart(sum3, in a, in b, at + (3 * width), Math.Min(rest - first - (3 * width), width));
        (s0, s1, s2, s3) = (sum0, sum1, sum2, sum3);
    }

    private static T Combine(T a, T b) => TFold.Invoke(Lanes1<T>.Create(a), Lanes1<T>.Create(b)).First;
}

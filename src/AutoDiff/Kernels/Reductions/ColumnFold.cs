using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// The rows of a matrix folded into one row, by a tree that depends on the number of rows alone:
// up to 256 rows from top to bottom, more by halves whose lengths are multiples of 256.
internal static class ColumnFold<T, TFold>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFold : struct, IFold<T>
{
    // So many columns at a time that their totals, and those of every level of the recursion, stay in the first-level cache.
    private const int ChunkSize = 256;
    private const int BlockRows = 256;

    // y = y combined with the fold of `rows` rows, each as long as y; row r starts at r * stride.
    [SkipLocalsInit]
    public static void Run<TLanes>(ref readonly T a, ref readonly T b, int rows, int stride, Span<T> y)
        where TLanes : struct, ILanes<TLanes, T>
    {
        Span<T> totals = stackalloc T[ChunkSize];
        for (int start = 0; start < y.Length; start += ChunkSize)
        {
            Span<T> part = y.Slice(start, Math.Min(ChunkSize, y.Length - start)), total = totals[..part.Length];
            Rows<TLanes>(in Unsafe.Add(ref Unsafe.AsRef(in a), start), in Unsafe.Add(ref Unsafe.AsRef(in b), start), (nuint)rows, (nuint)stride, total);
            new BinaryKernel<T, TFold>(part, total, part, accumulate: false).Run<TLanes>();
        }
    }

    private static void Rows<TLanes>(ref readonly T a, ref readonly T b, nuint rows, nuint stride, Span<T> total)
        where TLanes : struct, ILanes<TLanes, T>
    {
        if (rows <= BlockRows)
            Block<TLanes>(in a, in b, rows, stride, total);
        else
            Halves<TLanes>(in a, in b, rows, stride, total);
    }

    [SkipLocalsInit]
    private static void Halves<TLanes>(ref readonly T a, ref readonly T b, nuint rows, nuint stride, Span<T> total)
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint upper = (rows + (2 * BlockRows) - 1) / (2 * BlockRows) * BlockRows;
        Span<T> lower = stackalloc T[ChunkSize];
        lower = lower[..total.Length];
        Rows<TLanes>(in a, in b, upper, stride, total);
        Rows<TLanes>(in Unsafe.Add(ref Unsafe.AsRef(in a), upper * stride), in Unsafe.Add(ref Unsafe.AsRef(in b), upper * stride), rows - upper, stride, lower);
        new BinaryKernel<T, TFold>(total, lower, total, accumulate: false).Run<TLanes>();
    }

    // Eight rows are read for each time the totals are.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Block<TLanes>(ref readonly T a, ref readonly T b, nuint rows, nuint stride, Span<T> total)
        where TLanes : struct, ILanes<TLanes, T>
    {
        ref T totals = ref MemoryMarshal.GetReference(total);
        nuint length = (nuint)total.Length, width = (nuint)TLanes.Count;
        total.Fill(TFold.Identity);
        for (nuint row = 0; row < rows; row += 8)
        {
            nuint end = Math.Min(row + 8, rows) * stride, column = 0;
            for (; column + width <= length; column += width)
            {
                TLanes sum = TLanes.Load(in totals, column);
                for (nuint at = row * stride; at < end; at += stride)
                    sum = TFold.Take(sum, in a, in b, at + column);
                TLanes.Store(sum, ref totals, column);
            }

            if (column < length)
            {
                nuint rest = length - column;
                TLanes sum = TLanes.LoadPart(in totals, column, rest, TLanes.Create(TFold.Identity));
                for (nuint at = row * stride; at < end; at += stride)
                    sum = TFold.TakePart(sum, in a, in b, at + column, rest);
                TLanes.StorePart(sum, ref totals, column, rest);
            }
        }
    }
}

using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Matrices;

/// <summary>Copies parts of A and B into the order in which tiles read them.</summary>
internal static unsafe class Packing<T, TVector, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ITileLanes<T, TVector>
{
    /// <summary>
    /// The rows of B that are packed together. Memory comes fastest in long runs, so that rows are read whole; every strip lies in pages
    /// of its own, so that it is given some lines at a time.
    /// </summary>
    private const int RowsAtOnce = 4;

    private static int StripColumns => BlockedProduct<T, TVector, TLanes>.StripColumns;

    /// <summary>Columns of op(B), strip after strip, each with its rows one behind the other; <paramref name="far"/> where no near cache holds B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Strips(int columns, int depth, T* b, nint ldb, bool transposeB, T* packed, VectorWidth width, bool far)
    {
        if (transposeB)
        {
            for (int j = 0; j < columns; j += StripColumns, packed += (nint)StripColumns * depth)
                Transposition.Copy(Math.Min(StripColumns, columns - j), depth, b + (j * ldb), ldb, packed, StripColumns, width, far);
            return;
        }
        for (int p = 0; p < depth; p += RowsAtOnce, b += RowsAtOnce * ldb, packed += RowsAtOnce * StripColumns)
            Rows(columns, Math.Min(RowsAtOnce, depth - p), b, ldb, packed, (nint)StripColumns * depth);
    }

    /// <summary>The rows of a tile of A, one behind the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Panel(int rows, int depth, T* a, nint rowA, nint stepA, T* panel, VectorWidth width)
    {
        if (stepA != 1)
            Transposition.Copy(depth, rows, a, stepA, panel, depth, width);
        else
            for (int i = 0; i < rows; i++)
                new ReadOnlySpan<T>(a + (i * rowA), depth).CopyTo(new Span<T>(panel + ((nint)i * depth), depth));
    }

    /// <summary>A few rows of B, across all strips.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows(int columns, int rows, T* b, nint ldb, T* packed, nint strip)
    {
        int j = 0;
        for (; j <= columns - StripColumns; j += StripColumns, packed += strip)
        {
            T* from = b + j, to = packed;
            for (int row = 0; row < rows; row++, from += ldb, to += StripColumns)
            {
                TLanes.Store(to, TLanes.Load(from));
                TLanes.Store(to + TLanes.Count, TLanes.Load(from + TLanes.Count));
            }
        }
        for (int row = 0; row < rows; row++)
            for (int i = 0; j + i < columns; i++)
                packed[(row * StripColumns) + i] = b[(row * ldb) + j + i];
    }
}

using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Matrices;

/// <summary>
/// Cuts a matrix product into tiles that stay in registers and blocks that stay in cache, for one register width.
/// </summary>
/// <remarks>
/// The order of each sum is fixed by the depth alone: runs of at most <see cref="LongestRun"/> products, each summed in
/// order from zero, and the runs added to C in order. How rows and columns are cut, whether a matrix is packed and which
/// width is used never changes a bit.
/// </remarks>
internal static unsafe class BlockedProduct<T, TVector, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>One strip of B of this depth is read from the first-level cache while all rows of A pass by it.</summary>
    private const int LongestRun = 384;

    /// <summary>The registers of a single row's strip.</summary>
    private const int RowRegisters = 8;

    /// <summary>Columns of B that are packed at once, a multiple of every strip: long enough runs for the prefetcher.</summary>
    private const int PackedColumns = 256;

    public static int StripColumns => 2 * TLanes.Count;

    /// <summary>The depth is cut into equal runs, none longer than <see cref="LongestRun"/>.</summary>
    public static int RunLength(int depth)
    {
        int runs = (depth + LongestRun - 1) / LongestRun;
        return (depth + runs - 1) / runs;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int m, int n, int k, T* a, nint rowA, nint stepA, T* b, nint ldb, bool transposeB, T* c, nint ldc, bool accumulate, VectorWidth width)
    {
        int run = RunLength(k);
        bool direct = !transposeB && (m <= TLanes.TileRows || (long)k * n * sizeof(T) <= 512 * 1024);
        int block = direct ? n : Math.Min(n, PackedColumns);
        T* packed = direct ? null : (T*)Scratch.Take(run * PackedColumns * sizeof(T));
        int strip = m == 1 ? RowRegisters * TLanes.Count : StripColumns;
        for (int p = 0; p < k; p += run)
        {
            int depth = Math.Min(run, k - p);
            bool add = accumulate || p > 0;
            T* runA = a + (p * stepA);
            if (direct)
            {
                for (int j = 0; j < n; j += strip)
                    Strip(m, Math.Min(strip, n - j), depth, runA, rowA, stepA, b + (p * ldb) + j, ldb, c + j, ldc, add);
                continue;
            }
            for (int start = 0; start < n; start += block)
            {
                int columns = Math.Min(block, n - start);
                Pack(columns, strip, depth, transposeB ? b + (start * ldb) + p : b + (p * ldb) + start, ldb, transposeB, packed, width);
                for (int j = 0; j < columns; j += strip)
                    Strip(m, Math.Min(strip, columns - j), depth, runA, rowA, stepA, packed + ((nint)j * depth), strip, c + start + j, ldc, add);
            }
        }
    }

    /// <summary>Strip after strip, each with its rows of <paramref name="strip"/> columns one behind the other.</summary>
    private static void Pack(int columns, int strip, int depth, T* b, nint ldb, bool transposeB, T* packed, VectorWidth width)
    {
        for (int j = 0; j < columns; j += strip, packed += (nint)strip * depth)
        {
            int used = Math.Min(strip, columns - j);
            if (transposeB)
                Transposition.Copy(used, depth, b + (j * ldb), ldb, packed, strip, width);
            else
                for (int p = 0; p < depth; p++)
                    new ReadOnlySpan<T>(b + (p * ldb) + j, used).CopyTo(new Span<T>(packed + ((nint)p * strip), used));
        }
    }

    private static void Strip(int m, int columns, int depth, T* a, nint rowA, nint stepA, T* b, nint stepB, T* c, nint ldc, bool add)
    {
        if (m == 1)
            Row(columns, depth, a, stepA, b, stepB, c, add);
        else if (columns == StripColumns)
            Rows<TwoWhole>(m, columns, depth, a, rowA, stepA, b, stepB, c, ldc, add);
        else if (columns > TLanes.Count)
            Rows<OneAndPart>(m, columns - TLanes.Count, depth, a, rowA, stepA, b, stepB, c, ldc, add);
        else
            Rows<Part>(m, columns, depth, a, rowA, stepA, b, stepB, c, ldc, add);
    }

    /// <summary>All rows of one strip, in tiles of as equal a height as can be: a thin last tile would leave the multipliers idle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TColumns>(int m, int last, int depth, T* a, nint rowA, nint stepA, T* b, nint stepB, T* c, nint ldc, bool add)
        where TColumns : struct, ITileColumns
    {
        int tiles = (m + TLanes.TileRows - 1) / TLanes.TileRows;
        int height = m / tiles;
        int higher = m - (height * tiles);
        for (int tile = 0; tile < tiles; tile++)
        {
            int rows = tile < higher ? height + 1 : height;
            switch (rows)
            {
                case 1: ProductTile<T, TVector, TLanes, Count1, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 2: ProductTile<T, TVector, TLanes, Count2, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 3: ProductTile<T, TVector, TLanes, Count3, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 4: ProductTile<T, TVector, TLanes, Count4, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 5: ProductTile<T, TVector, TLanes, Count5, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 6: ProductTile<T, TVector, TLanes, Count6, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 7: ProductTile<T, TVector, TLanes, Count7, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 8: ProductTile<T, TVector, TLanes, Count8, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 9: ProductTile<T, TVector, TLanes, Count9, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 10: ProductTile<T, TVector, TLanes, Count10, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 11: ProductTile<T, TVector, TLanes, Count11, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 12: ProductTile<T, TVector, TLanes, Count12, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                case 13: ProductTile<T, TVector, TLanes, Count13, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
                default: ProductTile<T, TVector, TLanes, Count14, TColumns>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, last, add); break;
            }
            a += rows * rowA;
            c += rows * ldc;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(int columns, int depth, T* a, nint stepA, T* b, nint stepB, T* c, bool add)
    {
        int registers = (columns + TLanes.Count - 1) / TLanes.Count;
        int last = columns - ((registers - 1) * TLanes.Count);
        switch (registers)
        {
            case 1: ProductRow<T, TVector, TLanes, Count1>.Run(depth, a, stepA, b, stepB, c, last, add); break;
            case 2: ProductRow<T, TVector, TLanes, Count2>.Run(depth, a, stepA, b, stepB, c, last, add); break;
            case 3: ProductRow<T, TVector, TLanes, Count3>.Run(depth, a, stepA, b, stepB, c, last, add); break;
            case 4: ProductRow<T, TVector, TLanes, Count4>.Run(depth, a, stepA, b, stepB, c, last, add); break;
            case 5: ProductRow<T, TVector, TLanes, Count5>.Run(depth, a, stepA, b, stepB, c, last, add); break;
            case 6: ProductRow<T, TVector, TLanes, Count6>.Run(depth, a, stepA, b, stepB, c, last, add); break;
            case 7: ProductRow<T, TVector, TLanes, Count7>.Run(depth, a, stepA, b, stepB, c, last, add); break;
            default: ProductRow<T, TVector, TLanes, Count8>.Run(depth, a, stepA, b, stepB, c, last, add); break;
        }
    }
}

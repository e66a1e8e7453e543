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
    where TLanes : struct, ITileLanes<T, TVector>
{
    /// <summary>A panel of A of this depth stays in the first-level cache while a block of B passes by it.</summary>
    private const int LongestRun = 256;

    /// <summary>The most that is packed of B at once; half of a usual second-level cache.</summary>
    private const int LargestBlock = 1024 * 1024;

    /// <summary>
    /// The packed bytes of B for each row of A: a block that is used by few tiles gains more from the nearest cache than
    /// from long runs of memory. A transposed B, which is read along its rows anyway, gains nothing from long runs.
    /// </summary>
    private const int BlockPerRow = 8 * 1024, BlockPerRowTransposed = 2 * 1024;

    private const int FewestRows = 16;

    /// <summary>The bytes of a B read where it lies that stay in the first-level cache, beside a tile of A: half of it.</summary>
    private const int LargestCached = 16 * 1024;

    /// <summary>
    /// Up to this size B is read where it lies. A strip no wider than a cache line makes each step of the depth another line of
    /// another page, which repays packing much sooner than two lines, if there are tiles enough.
    /// </summary>
    private static int LargestDirect => IsNarrow ? 100 * 1000 : 1200 * 1000;

    /// <summary>With so few tiles of rows B is read where it lies, whatever its size.</summary>
    private static int DirectTiles => IsNarrow ? 4 : 1;

    private static bool IsNarrow => StripColumns * sizeof(T) <= Scratch.Alignment;

    /// <summary>The most rows of a tile that has one register of columns only.</summary>
    private static int NarrowRows => Math.Min(14, 2 * TLanes.TileRows);

    /// <summary>The registers of the widest row tile.</summary>
    private const int RowRegisters = 8;

    /// <summary>A single row takes a B up to this size strip by strip, and a larger one, which no first-level cache holds, along its rows.</summary>
    private const int LargestStriped = 32 * 1024;

    /// <summary>In shorter rows a sweep spends its time at their ends.</summary>
    private const int FewestSwept = 200;

    /// <summary>Columns of a strip, the unit in which B is packed.</summary>
    public static int StripColumns => 2 * TLanes.Count;

    /// <summary>The depth is cut into equal runs, none longer than <see cref="LongestRun"/>.</summary>
    public static int RunLength(int depth)
    {
        if (depth <= LongestRun)
            return depth;
        int runs = (depth + LongestRun - 1) / LongestRun;
        return (depth + runs - 1) / runs;
    }

    /// <summary>C = A·op(B), or C = S + A·op(B) where there is an S; element (i, p) of A is at a[i * rowA + p * stepA].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(
        int m, int n, int k, T* a, nint rowA, nint stepA, T* b, nint ldb, bool transposeB, T* c, nint ldc, T* s, nint lds, VectorWidth width)
    {
        int run = RunLength(k);
        bool direct = !transposeB && (m <= DirectTiles * TLanes.TileRows || (long)k * n * sizeof(T) <= LargestDirect);
        int block = direct && m > TLanes.TileRows ? Math.Min(n, CachedColumns(run)) : n;
        T* panel = null, packed = null;
        bool packA = FirstFactor<T>.IsWorthPacking(m, n, k, rowA, stepA);
        if (packA || !direct)
        {
            if (!direct)
                block = Math.Min(n, BlockColumns(m, run, transposeB ? BlockPerRowTransposed : BlockPerRow));

            // Whole strips are whole lines of memory, so that what is packed behind the panel begins one too.
            int panelSize = packA ? RoundedColumns(run) * TLanes.TileRows : 0;
            int packedSize = direct ? 0 : run * ((block + StripColumns - 1) / StripColumns) * StripColumns;
            T* scratch = (T*)Scratch.Take((panelSize + packedSize) * sizeof(T));
            panel = packA ? scratch : null;
            packed = scratch + panelSize;
        }
        for (int p = 0; p < k; p += run, s = c, lds = ldc)
        {
            int depth = Math.Min(run, k - p);
            T* runA = a + (p * stepA);
            for (int start = 0; start < n; start += block)
            {
                int columns = Math.Min(block, n - start);
                T* blockS = s == null ? null : s + start;
                T* blockB = transposeB ? b + (start * ldb) + p : b + (p * ldb) + start;
                if (direct)
                {
                    Block(m, columns, depth, runA, rowA, stepA, panel, blockB, StripColumns, ldb, c + start, ldc, blockS, lds, width);
                }
                else
                {
                    Packing<T, TVector, TLanes>.Strips(columns, depth, blockB, ldb, transposeB, packed, width, IsFar(n, k));
                    Block(
                        m, columns, depth, runA, rowA, stepA, panel, packed, (nint)StripColumns * depth, StripColumns, c + start, ldc, blockS, lds, width);
                }
            }
        }
    }

    /// <summary>
    /// The same with all of op(B) packed by <see cref="PackAll"/>. <paramref name="n"/> columns from <paramref name="first"/>,
    /// a multiple of <see cref="StripColumns"/>, are computed of the <paramref name="columns"/> that were packed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void RunPacked(
        int m, int first, int n, int columns, int k, T* a, nint rowA, nint stepA, T* packed, T* c, nint ldc, T* s, nint lds, VectorWidth width)
    {
        int run = RunLength(k);
        T* panel = FirstFactor<T>.IsWorthPacking(m, n, k, rowA, stepA) ? (T*)Scratch.Take(run * TLanes.TileRows * sizeof(T)) : null;
        nint whole = RoundedColumns(columns);
        int block = Math.Min(n, BlockColumns(m, run, BlockPerRow));
        for (int p = 0; p < k; p += run, s = c, lds = ldc)
        {
            int depth = Math.Min(run, k - p);
            T* runB = packed + (p * whole);
            for (int start = 0; start < n; start += block)
            {
                Block(
                    m, Math.Min(block, n - start), depth, a + (p * stepA), rowA, stepA, panel, runB + ((nint)(first + start) * depth),
                    (nint)StripColumns * depth, StripColumns, c + start, ldc, s == null ? null : s + start, lds, width);
            }
        }
    }

    /// <summary>All of op(B)[k, n]: run after run of the depth, strip after strip of each run.</summary>
    public static void PackAll(int k, int n, T* b, nint ldb, bool transposeB, T* packed, VectorWidth width)
    {
        int run = RunLength(k);
        nint whole = RoundedColumns(n);
        for (int p = 0; p < k; p += run)
            Packing<T, TVector, TLanes>.Strips(n, Math.Min(run, k - p), transposeB ? b + p : b + (p * ldb), ldb, transposeB, packed + (p * whole), width, IsFar(n, k));
    }

    /// <summary>Whole strips.</summary>
    public static int RoundedColumns(int n) => (n + StripColumns - 1) / StripColumns * StripColumns;

    /// <summary>Whether B is too large for the second-level cache, so that it comes from further away.</summary>
    private static bool IsFar(int n, int k) => (long)n * k * sizeof(T) > LargestBlock;

    /// <summary>Whole strips, at least one.</summary>
    private static int BlockColumns(int m, int run, int bytesPerRow)
    {
        long bytes = Math.Min(LargestBlock, (long)Math.Max(m, FewestRows) * bytesPerRow);
        return Math.Max(1, (int)bytes / (run * sizeof(T) * StripColumns)) * StripColumns;
    }

    /// <summary>
    /// Columns of the strips that stay in the first-level cache together while all tiles pass by them; every column where not even one strip does.
    /// </summary>
    private static int CachedColumns(int run)
    {
        int strips = LargestCached / (run * sizeof(T) * StripColumns);
        return strips == 0 ? int.MaxValue : strips * StripColumns;
    }

    /// <summary>
    /// All rows over one block of columns, in tiles of as equal a height as can be: a thin last tile would leave the
    /// multipliers idle. Tile after tile, so that C is written along its rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Block(
        int m, int columns, int depth, T* a, nint rowA, nint stepA, T* panel, T* b, nint stripB, nint stepB, T* c, nint ldc, T* s, nint lds, VectorWidth width)
    {
        if (m == 1)
        {
            // One row costs little to begin with what it is added to.
            if (s != null && s != c)
                new ReadOnlySpan<T>(s, columns).CopyTo(new Span<T>(c, columns));
            Row(columns, depth, a, stepA, b, stripB, stepB, c, s != null);
            return;
        }
        int highest = columns <= TLanes.Count && panel == null ? NarrowRows : TLanes.TileRows, tiles = (m + highest - 1) / highest;
        int height = tiles == 1 ? m : m / tiles;
        int higher = m - (height * tiles);
        for (int tile = 0; tile < tiles; tile++)
        {
            int rows = tile < higher ? height + 1 : height;
            T* tileA = a;
            nint rowTile = rowA, stepTile = stepA;
            if (panel != null)
            {
                Packing<T, TVector, TLanes>.Panel(rows, depth, a, rowA, stepA, panel, width);
                tileA = panel;
                rowTile = depth;
                stepTile = 1;
            }
            switch (rows)
            {
                case 1: Across<Count1>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 2: Across<Count2>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 3: Across<Count3>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 4: Across<Count4>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 5: Across<Count5>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 6: Across<Count6>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 7: Across<Count7>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 8: Across<Count8>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 9: Across<Count9>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 10: Across<Count10>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 11: Across<Count11>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 12: Across<Count12>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                case 13: Across<Count13>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
                default: Across<Count14>(columns, depth, tileA, rowTile, stepTile, b, stripB, stepB, c, ldc, s, lds); break;
            }
            a += rows * rowA;
            c += rows * ldc;
            s = s == null ? null : s + (rows * lds);
        }
    }

    /// <summary>The rows of one tile across all strips.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Across<TRows>(
        int columns, int depth, T* a, nint rowA, nint stepA, T* b, nint stripB, nint stepB, T* c, nint ldc, T* s, nint lds)
        where TRows : unmanaged
    {
        for (; columns >= StripColumns; columns -= StripColumns, b += stripB, c += StripColumns, s = s == null ? null : s + StripColumns)
            ProductTile<T, TVector, TLanes, TRows, TwoWhole>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, 0, s, lds);
        if (columns > TLanes.Count)
            ProductTile<T, TVector, TLanes, TRows, OneAndPart>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, columns - TLanes.Count, s, lds);
        else if (columns > 0)
            ProductTile<T, TVector, TLanes, TRows, Part>.Run(depth, a, rowA, stepA, b, stepB, c, ldc, columns, s, lds);
    }

    /// <summary>A single row, four strips at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Row(int columns, int depth, T* a, nint stepA, T* b, nint stripB, nint stepB, T* c, bool add)
    {
        int widest = RowRegisters * TLanes.Count;
        if (stripB == StripColumns && columns >= FewestSwept && (long)columns * depth * sizeof(T) > LargestStriped)
        {
            int whole = columns / TLanes.Count * TLanes.Count;
            ProductRowSweep<T, TVector, TLanes>.Run(whole, depth, a, stepA, b, stepB, c, add);
            columns -= whole;
            b += whole;
            c += whole;
        }
        for (; columns > 0; columns -= widest, b += 4 * stripB, c += widest)
        {
            int registers = Math.Min(RowRegisters, (columns + TLanes.Count - 1) / TLanes.Count);
            int last = Math.Min(TLanes.Count, columns - ((registers - 1) * TLanes.Count));
            switch (registers)
            {
                case 1: ProductRow<T, TVector, TLanes, Count1>.Run(depth, a, stepA, b, stripB, stepB, c, last, add); break;
                case 2: ProductRow<T, TVector, TLanes, Count2>.Run(depth, a, stepA, b, stripB, stepB, c, last, add); break;
                case 3: ProductRow<T, TVector, TLanes, Count3>.Run(depth, a, stepA, b, stripB, stepB, c, last, add); break;
                case 4: ProductRow<T, TVector, TLanes, Count4>.Run(depth, a, stepA, b, stripB, stepB, c, last, add); break;
                case 5: ProductRow<T, TVector, TLanes, Count5>.Run(depth, a, stepA, b, stripB, stepB, c, last, add); break;
                case 6: ProductRow<T, TVector, TLanes, Count6>.Run(depth, a, stepA, b, stripB, stepB, c, last, add); break;
                case 7: ProductRow<T, TVector, TLanes, Count7>.Run(depth, a, stepA, b, stripB, stepB, c, last, add); break;
                default: ProductRow<T, TVector, TLanes, Count8>.Run(depth, a, stepA, b, stripB, stepB, c, last, add); break;
            }
        }
    }
}

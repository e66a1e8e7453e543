using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace AutoDiff.Kernels.Matrices;

/// <summary>
/// The innermost kernel of the matrix product: a tile of C, up to 14 rows of two registers each, stays in registers
/// while the depth runs. Each step loads two registers of a row of B and broadcasts one element from each row of A.
/// </summary>
/// <remarks>
/// The row count and the kind of columns are type arguments, so every tile is straight-line code without a spill.
/// Each element of C sums its products in the order of the depth, whatever the tile, so that tiles never change a result.
/// </remarks>
internal static unsafe class ProductTile<T, TVector, TLanes, TRows, TColumns>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TRows : unmanaged
    where TColumns : struct
{
    /// <summary>A shorter sum is over before the prefetch has paid for itself.</summary>
    private const int DepthForPrefetch = 80;

    /// <summary>C = A·B, or C += A·B if <paramref name="add"/>, over <paramref name="depth"/> steps.</summary>
    /// <param name="depth">The number of products in each sum, at least one.</param>
    /// <param name="a">Element (i, p) of A is at a[i * rowA + p * stepA].</param>
    /// <param name="rowA">The distance between two rows of A.</param>
    /// <param name="stepA">The distance between two steps of the depth in A.</param>
    /// <param name="b">Element (p, j) of B is at b[p * stepB + j].</param>
    /// <param name="stepB">The distance between two steps of the depth in B.</param>
    /// <param name="c">Element (i, j) of C is at c[i * rowC + j].</param>
    /// <param name="rowC">The distance between two rows of C.</param>
    /// <param name="last">The number of lanes used in the last register of columns.</param>
    /// <param name="add">Whether C is added to or overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(int depth, T* a, nint rowA, nint stepA, T* b, nint stepB, T* c, nint rowC, int last, bool add)
    {
        TVector mask = typeof(TColumns) != typeof(TwoWhole) ? TLanes.Mask(last) : default;

        // x0..x13 and y0..y13 are the first and the second register of each row of the tile.
        TVector x0 = default, x1 = default, x2 = default, x3 = default, x4 = default, x5 = default, x6 = default,
            x7 = default, x8 = default, x9 = default, x10 = default, x11 = default, x12 = default, x13 = default;
        TVector y0 = default, y1 = default, y2 = default, y3 = default, y4 = default, y5 = default, y6 = default,
            y7 = default, y8 = default, y9 = default, y10 = default, y11 = default, y12 = default, y13 = default;

        // One pointer for every three rows: base, base + row and base + 2 rows are single address modes.
        nint rowA2 = 2 * rowA;
        T* a0 = a, a3 = a + (3 * rowA), a6 = a + (6 * rowA), a9 = a + (9 * rowA), a12 = a + (12 * rowA);

        if (Sse.IsSupported && depth >= DepthForPrefetch)
        {
            // C is wanted only at the end; by then it has arrived.
            T* row = c;
            for (int i = 0; i < sizeof(TRows); i++, row += rowC)
            {
                Sse.Prefetch0(row);
                if (typeof(TColumns) != typeof(Part))
                    Sse.Prefetch0(row + TLanes.Count);
            }
        }

        do
        {
            TVector bx = First(b, mask, last), by = Second(b, mask, last);
            b += stepB;

            Accumulate(a0, bx, by, ref x0, ref y0);
            if (sizeof(TRows) > 1)
                Accumulate(a0 + rowA, bx, by, ref x1, ref y1);
            if (sizeof(TRows) > 2)
                Accumulate(a0 + rowA2, bx, by, ref x2, ref y2);
            if (sizeof(TRows) > 3)
                Accumulate(a3, bx, by, ref x3, ref y3);
            if (sizeof(TRows) > 4)
                Accumulate(a3 + rowA, bx, by, ref x4, ref y4);
            if (sizeof(TRows) > 5)
                Accumulate(a3 + rowA2, bx, by, ref x5, ref y5);
            if (sizeof(TRows) > 6)
                Accumulate(a6, bx, by, ref x6, ref y6);
            if (sizeof(TRows) > 7)
                Accumulate(a6 + rowA, bx, by, ref x7, ref y7);
            if (sizeof(TRows) > 8)
                Accumulate(a6 + rowA2, bx, by, ref x8, ref y8);
            if (sizeof(TRows) > 9)
                Accumulate(a9, bx, by, ref x9, ref y9);
            if (sizeof(TRows) > 10)
                Accumulate(a9 + rowA, bx, by, ref x10, ref y10);
            if (sizeof(TRows) > 11)
                Accumulate(a9 + rowA2, bx, by, ref x11, ref y11);
            if (sizeof(TRows) > 12)
                Accumulate(a12, bx, by, ref x12, ref y12);
            if (sizeof(TRows) > 13)
                Accumulate(a12 + rowA, bx, by, ref x13, ref y13);

            a0 += stepA;
            if (sizeof(TRows) > 3)
                a3 += stepA;
            if (sizeof(TRows) > 6)
                a6 += stepA;
            if (sizeof(TRows) > 9)
                a9 += stepA;
            if (sizeof(TRows) > 12)
                a12 += stepA;
        }
        while (--depth > 0);

        if (add)
        {
            T* row = c;
            Add(row, mask, last, ref x0, ref y0);
            if (sizeof(TRows) > 1)
                Add(row += rowC, mask, last, ref x1, ref y1);
            if (sizeof(TRows) > 2)
                Add(row += rowC, mask, last, ref x2, ref y2);
            if (sizeof(TRows) > 3)
                Add(row += rowC, mask, last, ref x3, ref y3);
            if (sizeof(TRows) > 4)
                Add(row += rowC, mask, last, ref x4, ref y4);
            if (sizeof(TRows) > 5)
                Add(row += rowC, mask, last, ref x5, ref y5);
            if (sizeof(TRows) > 6)
                Add(row += rowC, mask, last, ref x6, ref y6);
            if (sizeof(TRows) > 7)
                Add(row += rowC, mask, last, ref x7, ref y7);
            if (sizeof(TRows) > 8)
                Add(row += rowC, mask, last, ref x8, ref y8);
            if (sizeof(TRows) > 9)
                Add(row += rowC, mask, last, ref x9, ref y9);
            if (sizeof(TRows) > 10)
                Add(row += rowC, mask, last, ref x10, ref y10);
            if (sizeof(TRows) > 11)
                Add(row += rowC, mask, last, ref x11, ref y11);
            if (sizeof(TRows) > 12)
                Add(row += rowC, mask, last, ref x12, ref y12);
            if (sizeof(TRows) > 13)
                Add(row += rowC, mask, last, ref x13, ref y13);
        }

        Put(c, mask, last, x0, y0);
        if (sizeof(TRows) > 1)
            Put(c += rowC, mask, last, x1, y1);
        if (sizeof(TRows) > 2)
            Put(c += rowC, mask, last, x2, y2);
        if (sizeof(TRows) > 3)
            Put(c += rowC, mask, last, x3, y3);
        if (sizeof(TRows) > 4)
            Put(c += rowC, mask, last, x4, y4);
        if (sizeof(TRows) > 5)
            Put(c += rowC, mask, last, x5, y5);
        if (sizeof(TRows) > 6)
            Put(c += rowC, mask, last, x6, y6);
        if (sizeof(TRows) > 7)
            Put(c += rowC, mask, last, x7, y7);
        if (sizeof(TRows) > 8)
            Put(c += rowC, mask, last, x8, y8);
        if (sizeof(TRows) > 9)
            Put(c += rowC, mask, last, x9, y9);
        if (sizeof(TRows) > 10)
            Put(c += rowC, mask, last, x10, y10);
        if (sizeof(TRows) > 11)
            Put(c += rowC, mask, last, x11, y11);
        if (sizeof(TRows) > 12)
            Put(c += rowC, mask, last, x12, y12);
        if (sizeof(TRows) > 13)
            Put(c += rowC, mask, last, x13, y13);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(T* a, TVector bx, TVector by, ref TVector x, ref TVector y)
    {
        TVector element = TLanes.Broadcast(a);
        x = TLanes.MultiplyAdd(element, bx, x);
        if (typeof(TColumns) != typeof(Part))
            y = TLanes.MultiplyAdd(element, by, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* c, TVector mask, int last, ref TVector x, ref TVector y)
    {
        x = TLanes.Add(First(c, mask, last), x);
        if (typeof(TColumns) != typeof(Part))
            y = TLanes.Add(Second(c, mask, last), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(T* c, TVector mask, int last, TVector x, TVector y)
    {
        if (typeof(TColumns) == typeof(Part))
            TLanes.StorePartial(c, x, mask, last);
        else
            TLanes.Store(c, x);
        if (typeof(TColumns) == typeof(OneAndPart))
            TLanes.StorePartial(c + TLanes.Count, y, mask, last);
        else if (typeof(TColumns) != typeof(Part))
            TLanes.Store(c + TLanes.Count, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector First(T* row, TVector mask, int last)
        => typeof(TColumns) == typeof(Part) ? TLanes.LoadPartial(row, mask, last) : TLanes.Load(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Second(T* row, TVector mask, int last)
        => typeof(TColumns) == typeof(Part) ? default
            : typeof(TColumns) == typeof(OneAndPart) ? TLanes.LoadPartial(row + TLanes.Count, mask, last)
            : TLanes.Load(row + TLanes.Count);
}

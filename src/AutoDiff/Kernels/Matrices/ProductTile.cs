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
    where TLanes : struct, ITileLanes<T, TVector>
    where TRows : unmanaged
    where TColumns : struct
{
    /// <summary>A shorter sum is over before the prefetch has paid for itself.</summary>
    private const int DepthForPrefetch = 80;

    /// <summary>
    /// Up to so many rows four steps follow each other without a branch. Higher tiles have enough to do in each step, and four
    /// of theirs would exceed what the JIT inlines into one method.
    /// </summary>
    private const int MostUnrolled = 6;

    /// <summary>C = A·B, or C = S + A·B where there is an S, over <paramref name="depth"/> steps.</summary>
    /// <param name="depth">The number of products in each sum, at least one.</param>
    /// <param name="a">Element (i, p) of A is at a[i * rowA + p * stepA].</param>
    /// <param name="rowA">The distance between two rows of A.</param>
    /// <param name="stepA">The distance between two steps of the depth in A.</param>
    /// <param name="b">Element (p, j) of B is at b[p * stepB + j].</param>
    /// <param name="stepB">The distance between two steps of the depth in B.</param>
    /// <param name="c">Element (i, j) of C is at c[i * rowC + j].</param>
    /// <param name="rowC">The distance between two rows of C.</param>
    /// <param name="last">The number of lanes used in the last register of columns.</param>
    /// <param name="s">Element (i, j) of S is at s[i * rowS + j]; S may be C, or one row for all. Null for none.</param>
    /// <param name="rowS">The distance between two rows of S.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(int depth, T* a, nint rowA, nint stepA, T* b, nint stepB, T* c, nint rowC, int last, T* s, nint rowS)
    {
        TVector mask = typeof(TColumns) != typeof(TwoWhole) ? TLanes.Mask(last) : default;

        Sums sums = default;

        // One pointer for every three rows: base, base + row and base + 2 rows are single address modes.
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

        if (sizeof(TRows) <= MostUnrolled)
        {
            for (; depth >= 4; depth -= 4)
            {
                Step(ref sums, ref a0, ref a3, ref a6, ref a9, ref a12, rowA, stepA, ref b, stepB, mask, last);
                Step(ref sums, ref a0, ref a3, ref a6, ref a9, ref a12, rowA, stepA, ref b, stepB, mask, last);
                Step(ref sums, ref a0, ref a3, ref a6, ref a9, ref a12, rowA, stepA, ref b, stepB, mask, last);
                Step(ref sums, ref a0, ref a3, ref a6, ref a9, ref a12, rowA, stepA, ref b, stepB, mask, last);
            }
        }
        for (; depth > 0; depth--)
            Step(ref sums, ref a0, ref a3, ref a6, ref a9, ref a12, rowA, stepA, ref b, stepB, mask, last);

        if (s != null)
        {
            Add(s, mask, last, ref sums.X0, ref sums.Y0);
            if (sizeof(TRows) > 1)
                Add(s += rowS, mask, last, ref sums.X1, ref sums.Y1);
            if (sizeof(TRows) > 2)
                Add(s += rowS, mask, last, ref sums.X2, ref sums.Y2);
            if (sizeof(TRows) > 3)
                Add(s += rowS, mask, last, ref sums.X3, ref sums.Y3);
            if (sizeof(TRows) > 4)
                Add(s += rowS, mask, last, ref sums.X4, ref sums.Y4);
            if (sizeof(TRows) > 5)
                Add(s += rowS, mask, last, ref sums.X5, ref sums.Y5);
            if (sizeof(TRows) > 6)
                Add(s += rowS, mask, last, ref sums.X6, ref sums.Y6);
            if (sizeof(TRows) > 7)
                Add(s += rowS, mask, last, ref sums.X7, ref sums.Y7);
            if (sizeof(TRows) > 8)
                Add(s += rowS, mask, last, ref sums.X8, ref sums.Y8);
            if (sizeof(TRows) > 9)
                Add(s += rowS, mask, last, ref sums.X9, ref sums.Y9);
            if (sizeof(TRows) > 10)
                Add(s += rowS, mask, last, ref sums.X10, ref sums.Y10);
            if (sizeof(TRows) > 11)
                Add(s += rowS, mask, last, ref sums.X11, ref sums.Y11);
            if (sizeof(TRows) > 12)
                Add(s += rowS, mask, last, ref sums.X12, ref sums.Y12);
            if (sizeof(TRows) > 13)
                Add(s += rowS, mask, last, ref sums.X13, ref sums.Y13);
        }

        Put(c, mask, last, sums.X0, sums.Y0);
        if (sizeof(TRows) > 1)
            Put(c += rowC, mask, last, sums.X1, sums.Y1);
        if (sizeof(TRows) > 2)
            Put(c += rowC, mask, last, sums.X2, sums.Y2);
        if (sizeof(TRows) > 3)
            Put(c += rowC, mask, last, sums.X3, sums.Y3);
        if (sizeof(TRows) > 4)
            Put(c += rowC, mask, last, sums.X4, sums.Y4);
        if (sizeof(TRows) > 5)
            Put(c += rowC, mask, last, sums.X5, sums.Y5);
        if (sizeof(TRows) > 6)
            Put(c += rowC, mask, last, sums.X6, sums.Y6);
        if (sizeof(TRows) > 7)
            Put(c += rowC, mask, last, sums.X7, sums.Y7);
        if (sizeof(TRows) > 8)
            Put(c += rowC, mask, last, sums.X8, sums.Y8);
        if (sizeof(TRows) > 9)
            Put(c += rowC, mask, last, sums.X9, sums.Y9);
        if (sizeof(TRows) > 10)
            Put(c += rowC, mask, last, sums.X10, sums.Y10);
        if (sizeof(TRows) > 11)
            Put(c += rowC, mask, last, sums.X11, sums.Y11);
        if (sizeof(TRows) > 12)
            Put(c += rowC, mask, last, sums.X12, sums.Y12);
        if (sizeof(TRows) > 13)
            Put(c += rowC, mask, last, sums.X13, sums.Y13);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ref Sums sums, ref T* a0, ref T* a3, ref T* a6, ref T* a9, ref T* a12, nint rowA, nint stepA, ref T* b, nint stepB, TVector mask, int last)
    {
        TVector bx = First(b, mask, last), by = Second(b, mask, last);
        nint rowA2 = 2 * rowA;
        Accumulate(a0, bx, by, ref sums.X0, ref sums.Y0);
        if (sizeof(TRows) > 1)
            Accumulate(a0 + rowA, bx, by, ref sums.X1, ref sums.Y1);
        if (sizeof(TRows) > 2)
            Accumulate(a0 + rowA2, bx, by, ref sums.X2, ref sums.Y2);
        if (sizeof(TRows) > 3)
            Accumulate(a3, bx, by, ref sums.X3, ref sums.Y3);
        if (sizeof(TRows) > 4)
            Accumulate(a3 + rowA, bx, by, ref sums.X4, ref sums.Y4);
        if (sizeof(TRows) > 5)
            Accumulate(a3 + rowA2, bx, by, ref sums.X5, ref sums.Y5);
        if (sizeof(TRows) > 6)
            Accumulate(a6, bx, by, ref sums.X6, ref sums.Y6);
        if (sizeof(TRows) > 7)
            Accumulate(a6 + rowA, bx, by, ref sums.X7, ref sums.Y7);
        if (sizeof(TRows) > 8)
            Accumulate(a6 + rowA2, bx, by, ref sums.X8, ref sums.Y8);
        if (sizeof(TRows) > 9)
            Accumulate(a9, bx, by, ref sums.X9, ref sums.Y9);
        if (sizeof(TRows) > 10)
            Accumulate(a9 + rowA, bx, by, ref sums.X10, ref sums.Y10);
        if (sizeof(TRows) > 11)
            Accumulate(a9 + rowA2, bx, by, ref sums.X11, ref sums.Y11);
        if (sizeof(TRows) > 12)
            Accumulate(a12, bx, by, ref sums.X12, ref sums.Y12);
        if (sizeof(TRows) > 13)
            Accumulate(a12 + rowA, bx, by, ref sums.X13, ref sums.Y13);

        a0 += stepA;
        if (sizeof(TRows) > 3)
            a3 += stepA;
        if (sizeof(TRows) > 6)
            a6 += stepA;
        if (sizeof(TRows) > 9)
            a9 += stepA;
        if (sizeof(TRows) > 12)
            a12 += stepA;
        b += stepB;
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
    private static void Add(T* s, TVector mask, int last, ref TVector x, ref TVector y)
    {
        x = TLanes.Add(First(s, mask, last), x);
        if (typeof(TColumns) != typeof(Part))
            y = TLanes.Add(Second(s, mask, last), y);
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

    /// <summary>The first and the second register of each row.</summary>
    private struct Sums
    {
        public TVector X0, X1, X2, X3, X4, X5, X6, X7, X8, X9, X10, X11, X12, X13;
        public TVector Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7, Y8, Y9, Y10, Y11, Y12, Y13;
    }
}

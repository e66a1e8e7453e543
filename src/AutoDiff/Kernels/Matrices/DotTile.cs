using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Matrices;

/// <summary>
/// Dot products of one vector with several rows at once, the sums spread over the lanes: where both factors run along
/// the depth, this needs no transposition.
/// </summary>
/// <remarks>Each row is summed in the same order whatever the number of rows at once.</remarks>
internal static unsafe class DotTile<T, TVector, TLanes, TRows>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ITileLanes<T, TVector>
    where TRows : unmanaged
{
    /// <summary>c[j * stepC] = Σ a[p]·b[j * rowB + p], or += if <paramref name="add"/>, for each j below the row count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(int depth, T* a, T* b, nint rowB, T* c, nint stepC, bool add)
    {
        TVector x0 = default, x1 = default, x2 = default, x3 = default,
            x4 = default, x5 = default, x6 = default, x7 = default;

        // Rows 0 to 2, 3 to 5, and 6 and 7 share a pointer: base, base + row and base + 2 rows are single address modes.
        T* b3 = b + (3 * rowB), b6 = b + (6 * rowB);
        nint rowB2 = 2 * rowB;
        for (; depth >= TLanes.Count; depth -= TLanes.Count)
        {
            TVector element = TLanes.Load(a);
            a += TLanes.Count;
            x0 = TLanes.MultiplyAdd(element, TLanes.Load(b), x0);
            if (sizeof(TRows) > 1)
                x1 = TLanes.MultiplyAdd(element, TLanes.Load(b + rowB), x1);
            if (sizeof(TRows) > 2)
                x2 = TLanes.MultiplyAdd(element, TLanes.Load(b + rowB2), x2);
            if (sizeof(TRows) > 3)
                x3 = TLanes.MultiplyAdd(element, TLanes.Load(b3), x3);
            if (sizeof(TRows) > 4)
                x4 = TLanes.MultiplyAdd(element, TLanes.Load(b3 + rowB), x4);
            if (sizeof(TRows) > 5)
                x5 = TLanes.MultiplyAdd(element, TLanes.Load(b3 + rowB2), x5);
            if (sizeof(TRows) > 6)
                x6 = TLanes.MultiplyAdd(element, TLanes.Load(b6), x6);
            if (sizeof(TRows) > 7)
                x7 = TLanes.MultiplyAdd(element, TLanes.Load(b6 + rowB), x7);
            b += TLanes.Count;
            b3 += TLanes.Count;
            b6 += TLanes.Count;
        }
        if (depth > 0)
        {
            // The lanes behind the end are zero in both factors and leave the sums as they are.
            TVector mask = TLanes.Mask(depth);
            TVector element = TLanes.LoadPartial(a, mask, depth);
            x0 = TLanes.MultiplyAdd(element, TLanes.LoadPartial(b, mask, depth), x0);
            if (sizeof(TRows) > 1)
                x1 = TLanes.MultiplyAdd(element, TLanes.LoadPartial(b + rowB, mask, depth), x1);
            if (sizeof(TRows) > 2)
                x2 = TLanes.MultiplyAdd(element, TLanes.LoadPartial(b + rowB2, mask, depth), x2);
            if (sizeof(TRows) > 3)
                x3 = TLanes.MultiplyAdd(element, TLanes.LoadPartial(b3, mask, depth), x3);
            if (sizeof(TRows) > 4)
                x4 = TLanes.MultiplyAdd(element, TLanes.LoadPartial(b3 + rowB, mask, depth), x4);
            if (sizeof(TRows) > 5)
                x5 = TLanes.MultiplyAdd(element, TLanes.LoadPartial(b3 + rowB2, mask, depth), x5);
            if (sizeof(TRows) > 6)
                x6 = TLanes.MultiplyAdd(element, TLanes.LoadPartial(b6, mask, depth), x6);
            if (sizeof(TRows) > 7)
                x7 = TLanes.MultiplyAdd(element, TLanes.LoadPartial(b6 + rowB, mask, depth), x7);
        }

        Put(Math.Min(sizeof(TRows), 4), TLanes.Sums(x0, x1, x2, x3), c, stepC, add);
        if (sizeof(TRows) > 4)
            Put(sizeof(TRows) - 4, TLanes.Sums(x4, x5, x6, x7), c + (4 * stepC), stepC, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(int count, (T X, T Y, T Z, T W) sums, T* c, nint stepC, bool add)
    {
        c[0] = add ? c[0] + sums.X : sums.X;
        if (count > 1)
            c[stepC] = add ? c[stepC] + sums.Y : sums.Y;
        if (count > 2)
            c[2 * stepC] = add ? c[2 * stepC] + sums.Z : sums.Z;
        if (count > 3)
            c[3 * stepC] = add ? c[3 * stepC] + sums.W : sums.W;
    }
}

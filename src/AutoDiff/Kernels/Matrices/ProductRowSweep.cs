using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Matrices;

/// <summary>
/// A single row times a matrix that the first-level cache does not hold: eight rows of B at a time are read along their
/// length, because memory comes fastest in long runs, and the sums wait in that cache.
/// </summary>
/// <remarks>Sums in the same order as <see cref="ProductRow{T, TVector, TLanes, TRegisters}"/>.</remarks>
internal static unsafe class ProductRowSweep<T, TVector, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ITileLanes<T, TVector>
{
    /// <summary>The sums that wait together, in elements; a multiple of every register's length.</summary>
    private const int Block = 1024;

    /// <summary>c = a·B, or c += a·B if <paramref name="add"/>.</summary>
    /// <param name="columns">The number of columns, a multiple of a register's length.</param>
    /// <param name="depth">The number of products in each sum, at least one.</param>
    /// <param name="a">Element p of a is at a[p * stepA].</param>
    /// <param name="stepA">The distance between two elements of a.</param>
    /// <param name="b">Element (p, j) of B is at b[p * stepB + j].</param>
    /// <param name="stepB">The distance between two rows of B.</param>
    /// <param name="c">The row of C, without gaps.</param>
    /// <param name="add">Whether C is added to or overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(int columns, int depth, T* a, nint stepA, T* b, nint stepB, T* c, bool add)
    {
        if (!add)
        {
            Sum(columns, depth, a, stepA, b, stepB, c);
            return;
        }
        T* sums = stackalloc T[Block];
        for (; columns > 0; columns -= Block, b += Block, c += Block)
        {
            int count = Math.Min(columns, Block);
            Sum(count, depth, a, stepA, b, stepB, sums);
            for (int j = 0; j < count; j += TLanes.Count)
                TLanes.Store(c + j, TLanes.Add(TLanes.Load(c + j), TLanes.Load(sums + j)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Sum(int columns, int depth, T* a, nint stepA, T* b, nint stepB, T* sums)
    {
        for (bool first = true; depth > 0; first = false, depth -= 8, a += 8 * stepA, b += 8 * stepB)
        {
            switch (depth)
            {
                case 1: Rows<Count1>(columns, a, stepA, b, stepB, sums, first); break;
                case 2: Rows<Count2>(columns, a, stepA, b, stepB, sums, first); break;
                case 3: Rows<Count3>(columns, a, stepA, b, stepB, sums, first); break;
                case 4: Rows<Count4>(columns, a, stepA, b, stepB, sums, first); break;
                case 5: Rows<Count5>(columns, a, stepA, b, stepB, sums, first); break;
                case 6: Rows<Count6>(columns, a, stepA, b, stepB, sums, first); break;
                case 7: Rows<Count7>(columns, a, stepA, b, stepB, sums, first); break;
                default: Rows<Count8>(columns, a, stepA, b, stepB, sums, first); break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows<TRows>(int columns, T* a, nint stepA, T* b, nint stepB, T* sums, bool first)
        where TRows : unmanaged
    {
        TVector a0 = Element<TRows>(a, stepA, 0), a1 = Element<TRows>(a, stepA, 1), a2 = Element<TRows>(a, stepA, 2), a3 = Element<TRows>(a, stepA, 3),
            a4 = Element<TRows>(a, stepA, 4), a5 = Element<TRows>(a, stepA, 5), a6 = Element<TRows>(a, stepA, 6), a7 = Element<TRows>(a, stepA, 7);

        // Rows 0 to 2, 3 to 5, and 6 and 7 share a pointer: base, base + row and base + 2 rows are single address modes.
        T* b3 = b + (3 * stepB), b6 = b + (6 * stepB);
        nint stepB2 = 2 * stepB;
        T* end = sums + columns;
        for (; sums <= end - (2 * TLanes.Count); sums += 2 * TLanes.Count)
        {
            TVector x = TLanes.MultiplyAdd(a0, TLanes.Load(b), first ? default : TLanes.Load(sums)),
                y = TLanes.MultiplyAdd(a0, TLanes.Load(b + TLanes.Count), first ? default : TLanes.Load(sums + TLanes.Count));
            if (sizeof(TRows) > 1)
                Two(a1, b + stepB, ref x, ref y);
            if (sizeof(TRows) > 2)
                Two(a2, b + stepB2, ref x, ref y);
            if (sizeof(TRows) > 3)
                Two(a3, b3, ref x, ref y);
            if (sizeof(TRows) > 4)
                Two(a4, b3 + stepB, ref x, ref y);
            if (sizeof(TRows) > 5)
                Two(a5, b3 + stepB2, ref x, ref y);
            if (sizeof(TRows) > 6)
                Two(a6, b6, ref x, ref y);
            if (sizeof(TRows) > 7)
                Two(a7, b6 + stepB, ref x, ref y);
            TLanes.Store(sums, x);
            TLanes.Store(sums + TLanes.Count, y);
            b += 2 * TLanes.Count;
            if (sizeof(TRows) > 3)
                b3 += 2 * TLanes.Count;
            if (sizeof(TRows) > 6)
                b6 += 2 * TLanes.Count;
        }
        if (sums < end)
        {
            TVector x = TLanes.MultiplyAdd(a0, TLanes.Load(b), first ? default : TLanes.Load(sums));
            if (sizeof(TRows) > 1)
                x = TLanes.MultiplyAdd(a1, TLanes.Load(b + stepB), x);
            if (sizeof(TRows) > 2)
                x = TLanes.MultiplyAdd(a2, TLanes.Load(b + stepB2), x);
            if (sizeof(TRows) > 3)
                x = TLanes.MultiplyAdd(a3, TLanes.Load(b3), x);
            if (sizeof(TRows) > 4)
                x = TLanes.MultiplyAdd(a4, TLanes.Load(b3 + stepB), x);
            if (sizeof(TRows) > 5)
                x = TLanes.MultiplyAdd(a5, TLanes.Load(b3 + stepB2), x);
            if (sizeof(TRows) > 6)
                x = TLanes.MultiplyAdd(a6, TLanes.Load(b6), x);
            if (sizeof(TRows) > 7)
                x = TLanes.MultiplyAdd(a7, TLanes.Load(b6 + stepB), x);
            TLanes.Store(sums, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(TVector a, T* b, ref TVector x, ref TVector y)
    {
        x = TLanes.MultiplyAdd(a, TLanes.Load(b), x);
        y = TLanes.MultiplyAdd(a, TLanes.Load(b + TLanes.Count), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Element<TRows>(T* a, nint stepA, int row)
        where TRows : unmanaged
        => row < sizeof(TRows) ? TLanes.Broadcast(a + (row * stepA)) : default;
}

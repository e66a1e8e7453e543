using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Matrices;

/// <summary>
/// The tile for a single row: up to four strips of two registers side by side, so that one row still keeps enough
/// multiply-adds in flight.
/// </summary>
/// <remarks>Sums in the same order as <see cref="ProductTile{T, TVector, TLanes, TRows, TColumns}"/>.</remarks>
internal static unsafe class ProductRow<T, TVector, TLanes, TRegisters>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ITileLanes<T, TVector>
    where TRegisters : unmanaged
{
    /// <summary>c = a·B, or c += a·B if <paramref name="add"/>.</summary>
    /// <param name="depth">The number of products in each sum, at least one.</param>
    /// <param name="a">Element p of a is at a[p * stepA].</param>
    /// <param name="stepA">The distance between two elements of a.</param>
    /// <param name="b">Element (p, j) of strip s of B is at b[s * stripB + p * stepB + j].</param>
    /// <param name="stripB">The distance between two strips of B.</param>
    /// <param name="stepB">The distance between two steps of the depth in B.</param>
    /// <param name="c">The row of C, without gaps.</param>
    /// <param name="last">The number of lanes used in the last register.</param>
    /// <param name="add">Whether C is added to or overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(int depth, T* a, nint stepA, T* b, nint stripB, nint stepB, T* c, int last, bool add)
    {
        TVector mask = TLanes.Mask(last);
        TVector x0 = default, x1 = default, x2 = default, x3 = default,
            x4 = default, x5 = default, x6 = default, x7 = default;

        do
        {
            TVector element = TLanes.Broadcast(a);
            a += stepA;
            x0 = TLanes.MultiplyAdd(element, Get(0, b, stripB, mask, last), x0);
            if (sizeof(TRegisters) > 1)
                x1 = TLanes.MultiplyAdd(element, Get(1, b, stripB, mask, last), x1);
            if (sizeof(TRegisters) > 2)
                x2 = TLanes.MultiplyAdd(element, Get(2, b, stripB, mask, last), x2);
            if (sizeof(TRegisters) > 3)
                x3 = TLanes.MultiplyAdd(element, Get(3, b, stripB, mask, last), x3);
            if (sizeof(TRegisters) > 4)
                x4 = TLanes.MultiplyAdd(element, Get(4, b, stripB, mask, last), x4);
            if (sizeof(TRegisters) > 5)
                x5 = TLanes.MultiplyAdd(element, Get(5, b, stripB, mask, last), x5);
            if (sizeof(TRegisters) > 6)
                x6 = TLanes.MultiplyAdd(element, Get(6, b, stripB, mask, last), x6);
            if (sizeof(TRegisters) > 7)
                x7 = TLanes.MultiplyAdd(element, Get(7, b, stripB, mask, last), x7);
            b += stepB;
        }
        while (--depth > 0);

        Put(0, c, x0, mask, last, add);
        if (sizeof(TRegisters) > 1)
            Put(1, c, x1, mask, last, add);
        if (sizeof(TRegisters) > 2)
            Put(2, c, x2, mask, last, add);
        if (sizeof(TRegisters) > 3)
            Put(3, c, x3, mask, last, add);
        if (sizeof(TRegisters) > 4)
            Put(4, c, x4, mask, last, add);
        if (sizeof(TRegisters) > 5)
            Put(5, c, x5, mask, last, add);
        if (sizeof(TRegisters) > 6)
            Put(6, c, x6, mask, last, add);
        if (sizeof(TRegisters) > 7)
            Put(7, c, x7, mask, last, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Get(int register, T* row, nint strip, TVector mask, int last)
    {
        T* source = row + (register / 2 * strip) + (register % 2 * TLanes.Count);
        return register == sizeof(TRegisters) - 1 ? TLanes.LoadPartial(source, mask, last) : TLanes.Load(source);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(int register, T* row, TVector value, TVector mask, int last, bool add)
    {
        T* target = row + (register * TLanes.Count);
        if (add)
            value = TLanes.Add(Get(register, row, 2 * TLanes.Count, mask, last), value);
        if (register == sizeof(TRegisters) - 1)
            TLanes.StorePartial(target, value, mask, last);
        else
            TLanes.Store(target, value);
    }
}

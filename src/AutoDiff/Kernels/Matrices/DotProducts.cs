using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Matrices;

/// <summary>One row times the transpose of a row-major matrix (or such a matrix times one column), for one register width.</summary>
/// <remarks>
/// The order of each sum is fixed by its length and the register width: runs of at most <see cref="LongestRun"/>
/// products, spread over the lanes, and the runs added in order.
/// </remarks>
internal static unsafe class DotProducts<T, TVector, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ITileLanes<T, TVector>
{
    /// <summary>The part of the vector that stays in the first-level cache while all rows pass by it.</summary>
    private const int LongestRun = 1024;

    /// <summary>c[j * stepC] = Σ a[p * stepA]·b[j * ldb + p], or += if <paramref name="accumulate"/>, for j below <paramref name="n"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(int n, int k, T* a, nint stepA, T* b, nint ldb, T* c, nint stepC, bool accumulate)
    {
        if (stepA == 1)
        {
            for (int p = 0; p < k; p += LongestRun)
                Rows(n, Math.Min(LongestRun, k - p), a + p, b + p, ldb, c, stepC, accumulate || p > 0);
            return;
        }
        T* line = stackalloc T[LongestRun];
        for (int p = 0; p < k; p += LongestRun)
        {
            int depth = Math.Min(LongestRun, k - p);
            for (int i = 0; i < depth; i++)
                line[i] = a[(p + i) * stepA];
            Rows(n, depth, line, b + p, ldb, c, stepC, accumulate || p > 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows(int n, int depth, T* a, T* b, nint ldb, T* c, nint stepC, bool add)
    {
        int j = 0;
        for (; j <= n - 8; j += 8)
            DotTile<T, TVector, TLanes, Count8>.Run(depth, a, b + (j * ldb), ldb, c + (j * stepC), stepC, add);
        for (; j <= n - 4; j += 4)
            DotTile<T, TVector, TLanes, Count4>.Run(depth, a, b + (j * ldb), ldb, c + (j * stepC), stepC, add);
        for (; j < n; j++)
            DotTile<T, TVector, TLanes, Count1>.Run(depth, a, b + (j * ldb), ldb, c + (j * stepC), stepC, add);
    }
}

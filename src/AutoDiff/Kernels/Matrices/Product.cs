using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoDiff.Kernels.Matrices;

/// <summary>How the second factor of a product lies in memory.</summary>
internal enum FactorLayout
{
    /// <summary>[k, n].</summary>
    Plain,

    /// <summary>[n, k].</summary>
    Transposed,

    /// <summary>As <see cref="PackedProduct"/> packs it.</summary>
    Packed,
}

/// <summary>The operands of one matrix product, by address: what is divided between threads.</summary>
/// <remarks>Element (i, p) of op(A) is at A[i * RowA + p * StepA], so a transposed A needs no form of its own.</remarks>
internal unsafe struct Product<T> : IBlockAction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Multiply-adds from which on waking a helper is sure to be repaid.</summary>
    public const long SmallestDivided = 16 * 1000 * 1000;

    private const long SmallestShare = 2 * 1000 * 1000;

    private const int SharesPerThread = 4;

    /// <summary>Columns are divided at multiples of this, whole strips at every register width.</summary>
    private const int ColumnUnit = 64;

    public VectorWidth Width;
    public int M, N, K;
    public T* A, B, C;
    public nint RowA, StepA, Ldb, Ldc;
    public FactorLayout Layout;

    /// <summary>What the product is added to: C itself, one row for all of C's (LdStart is 0), or null for nothing.</summary>
    public T* Start;
    public nint LdStart;
    private int _rowShare, _columnShare;

    /// <summary>Computes the product, on several threads if it is large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Compute()
    {
        int threads = Threading.MaxThreads;
        if (threads == 1 || (long)M * N * K < SmallestDivided)
            Part(0, M, 0, N);
        else
            Divide(threads, (long)M * N * K / SmallestShare);
    }

    /// <summary>One of the shares that <see cref="Divide"/> made.</summary>
    public readonly void Run(int block)
    {
        int row = _rowShare < M ? block * _rowShare : 0, column = _columnShare < N ? block * _columnShare : 0;
        Part(row, Math.Min(_rowShare, M - row), column, Math.Min(_columnShare, N - column));
    }

    /// <summary>
    /// Equal shares of the longer side of C. The cut changes no bit, because elements do not depend on their neighbours. A large product is cut into more
    /// shares of columns than there are threads, so that a core which others slow down holds nobody up; but not where each share would pack A, or B, anew.
    /// </summary>
    private void Divide(int threads, long smallest)
    {
        (_rowShare, _columnShare) = (M, N);
        int shares = (int)Math.Min(threads, smallest);
        if (N >= M && N >= 2 * ColumnUnit)
        {
            if (FirstFactor<T>.IsWorthSharing(M, N, K, RowA, StepA))
                LayPlain();
            if (StepA == 1)
                shares = (int)Math.Max(shares, Math.Min((long)SharesPerThread * threads, smallest / SharesPerThread));
            int units = (N + ColumnUnit - 1) / ColumnUnit;
            _columnShare = (units + shares - 1) / shares * ColumnUnit;
            shares = (N + _columnShare - 1) / _columnShare;
        }
        else
        {
            _rowShare = (M + shares - 1) / shares;
            shares = (M + _rowShare - 1) / _rowShare;
        }
        Workers.Run(ref this, shares);
    }

    private void LayPlain()
    {
        FirstFactor<T> factor = new(M, K, A, RowA, StepA, Width);
        Workers.Run(ref factor, factor.Blocks);
        (RowA, StepA) = (factor.RowPlain, 1);
        A = factor.Plain;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly void Part(int row, int rows, int column, int columns)
    {
        if (Width == VectorWidth.Bits512)
            Part<Vector512<T>, TileLanes512<T>>(row, rows, column, columns);
        else if (Width == VectorWidth.Bits256)
            Part<Vector256<T>, TileLanes256<T>>(row, rows, column, columns);
        else if (Width == VectorWidth.Bits128)
            Part<Vector128<T>, TileLanes128<T>>(row, rows, column, columns);
        else
            Part<T, TileLanes1<T>>(row, rows, column, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Part<TVector, TLanes>(int row, int rows, int column, int columns)
        where TVector : unmanaged
        where TLanes : struct, ITileLanes<T, TVector>
    {
        T* a = A + (row * RowA), c = C + (row * Ldc) + column, start = Start == null ? null : Start + (row * LdStart) + column;
        if (Layout == FactorLayout.Packed)
        {
            BlockedProduct<T, TVector, TLanes>.RunPacked(rows, column, columns, N, K, a, RowA, StepA, B, c, Ldc, start, LdStart, Width);
        }
        else
        {
            bool transposed = Layout == FactorLayout.Transposed;
            T* b = B + (transposed ? column * Ldb : column);
            BlockedProduct<T, TVector, TLanes>.Run(rows, columns, K, a, RowA, StepA, b, Ldb, transposed, c, Ldc, start, LdStart, Width);
        }
    }
}

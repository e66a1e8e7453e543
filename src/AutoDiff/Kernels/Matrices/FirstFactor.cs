using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Matrices;

/// <summary>The first factor of a product, laid out in plain rows that share no sets of a cache: once for all threads, which would each pack it anew.</summary>
/// <remarks>Element (i, p) of it is at A[i * RowA + p * StepA], and at Plain[i * RowPlain + p] when all blocks have run.</remarks>
internal unsafe struct FirstFactor<T> : IBlockAction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A smaller one stays in cache however it is read.</summary>
    private const int SmallestCopied = 100 * 1000;

    /// <summary>A larger one, whose copy would be kept beside it, is rather packed by each thread anew.</summary>
    private const int LargestCopied = 64 * 1024 * 1024;

    /// <summary>Fewer columns of the result do not repay a copy.</summary>
    private const int FewestColumns = 100;

    /// <summary>Rows that far apart share few sets of the first-level cache and drive each other out.</summary>
    private const int Aliasing = 2048;

    /// <summary>The rows of a block: whole lines of a transposed factor.</summary>
    private const int BlockRows = 64;

    private readonly int _rows, _depth;
    private readonly T* _a;
    private readonly nint _rowA, _stepA;
    private readonly VectorWidth _width;

    public FirstFactor(int rows, int depth, T* a, nint rowA, nint stepA, VectorWidth width)
    {
        (_rows, _depth, _rowA, _stepA, _width) = (rows, depth, rowA, stepA, width);
        _a = a;
        RowPlain = (depth + Line - 1) / Line * Line;
        if (RowPlain * sizeof(T) % Aliasing == 0)
            RowPlain += Line;
        Plain = (T*)Scratch.TakeShared(rows * (int)RowPlain * sizeof(T));
    }

    public T* Plain { get; }

    public nint RowPlain { get; }

    public readonly int Blocks => (_rows + BlockRows - 1) / BlockRows;

    private static int Line => Scratch.Alignment / sizeof(T);

    /// <summary>
    /// A transposed factor is read across its rows, a part of a cache line from each; rows a power of two apart meet in the
    /// same sets of the cache. Both are worth a copy if it is used often enough.
    /// </summary>
    public static bool IsWorthPacking(int m, int n, int k, nint rowA, nint stepA)
        => m > 1 && n >= FewestColumns && (long)m * k * sizeof(T) >= SmallestCopied && (stepA != 1 || rowA * sizeof(T) % Aliasing == 0);

    /// <summary>Whether threads that share a product had better find it packed.</summary>
    public static bool IsWorthSharing(int m, int n, int k, nint rowA, nint stepA)
        => (long)m * k * sizeof(T) <= LargestCopied && IsWorthPacking(m, n, k, rowA, stepA);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public readonly void Run(int block)
    {
        int row = block * BlockRows, rows = Math.Min(BlockRows, _rows - row);
        T* from = _a + (row * _rowA), to = Plain + (row * RowPlain);
        if (_stepA != 1)
        {
            Transposition.Copy(_depth, rows, from, _stepA, to, RowPlain, _width, far: true);
            return;
        }
        for (int i = 0; i < rows; i++, from += _rowA, to += RowPlain)
            new ReadOnlySpan<T>(from, _depth).CopyTo(new Span<T>(to, _depth));
    }
}

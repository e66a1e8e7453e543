using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoDiff.Kernels.Matrices;

/// <summary>The matrix product of row-major matrices, with either factor transposed, into a new or an existing result.</summary>
/// <remarks>
/// An element of C is the same to the last bit whatever the number of rows and columns beside it, the register width and
/// the number of threads: only its row of op(A), its column of op(B), k and, when accumulating, its old value count.
/// The one exception are products that are dot products along both factors' storage, a single row with B transposed or a
/// single column with A not transposed: their sums are spread over the lanes, hence another order, twice as fast.
/// </remarks>
internal static unsafe class MatrixProduct
{
    /// <summary>Elements of a column of C that are computed side by side before they are spread over the column.</summary>
    private const int ColumnBlock = 512;

    /// <summary>
    /// C[m, n] = op(A)[m, k] · op(B)[k, n], or C += op(A) · op(B) when <paramref name="accumulate"/>.
    /// Row i of a matrix starts at i times its leading dimension (<paramref name="lda"/>, <paramref name="ldb"/>, <paramref name="ldc"/>).
    /// </summary>
    /// <param name="m">Rows of op(A) and C.</param>
    /// <param name="n">Columns of op(B) and C.</param>
    /// <param name="k">Columns of op(A), rows of op(B). Zero gives a sum of nothing: zero.</param>
    /// <param name="a">A, stored [m, k], or [k, m] if <paramref name="transposeA"/>.</param>
    /// <param name="lda">Distance between rows of A as stored.</param>
    /// <param name="transposeA">Whether op(A) is the transpose of what is stored.</param>
    /// <param name="b">B, stored [k, n], or [n, k] if <paramref name="transposeB"/>.</param>
    /// <param name="ldb">Distance between rows of B as stored.</param>
    /// <param name="transposeB">Whether op(B) is the transpose of what is stored.</param>
    /// <param name="c">C, which must not overlap A or B.</param>
    /// <param name="ldc">Distance between rows of C.</param>
    /// <param name="accumulate">Whether the product is added to C or overwrites it.</param>
    public static void Multiply<T>(
        int m, int n, int k,
        ReadOnlySpan<T> a, int lda, bool transposeA,
        ReadOnlySpan<T> b, int ldb, bool transposeB,
        Span<T> c, int ldc, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Multiply(VectorWidths.Widest<T>(), m, n, k, a, lda, transposeA, b, ldb, transposeB, c, ldc, accumulate);

    /// <summary>The same by a chosen twin, which the hardware must be able to run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply<T>(
        VectorWidth width, int m, int n, int k,
        ReadOnlySpan<T> a, int lda, bool transposeA,
        ReadOnlySpan<T> b, int ldb, bool transposeB,
        Span<T> c, int ldc, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Debug.Assert(width <= VectorWidths.Widest<T>(), "a twin that this hardware cannot run");
        Require(m, n, ldc, c.Length, "C");
        if (m == 0 || n == 0 || k == 0)
        {
            OfNothing(m, n, c, ldc, accumulate);
            return;
        }
        Require(transposeA ? k : m, transposeA ? m : k, lda, a.Length, "A");
        Require(transposeB ? n : k, transposeB ? k : n, ldb, b.Length, "B");
        fixed (T* pa = a, pb = b, pc = c)
        {
            if (m == 1 && transposeB)
                Dots(width, n, k, pa, transposeA ? lda : 1, pb, ldb, pc, 1, accumulate);
            else if (n == 1 && !transposeA)
                Dots(width, m, k, pb, transposeB ? 1 : ldb, pa, lda, pc, ldc, accumulate);
            else if (n == 1)
                Column(width, m, k, pa, lda, pb, transposeB ? 1 : ldb, pc, ldc, accumulate);
            else
                Run(width, m, n, k, pa, transposeA ? 1 : lda, transposeA ? lda : 1, pb, ldb, transposeB, pc, ldc, accumulate ? pc : null, ldc);
        }
    }

    /// <summary>
    /// C[m, n] = row + A[m, k] · B[k, n], where each row of C begins as the same <paramref name="row"/>: the bits of writing it to all of them and adding
    /// the product, in one pass over C.
    /// </summary>
    public static void MultiplyOnto<T>(int m, int n, int k, ReadOnlySpan<T> a, int lda, ReadOnlySpan<T> b, int ldb, ReadOnlySpan<T> row, Span<T> c, int ldc)
        where T : unmanaged, IFloatingPointIeee754<T>
        => MultiplyOnto(VectorWidths.Widest<T>(), m, n, k, a, lda, b, ldb, row, c, ldc);

    /// <summary>The same by a chosen twin, which the hardware must be able to run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyOnto<T>(
        VectorWidth width, int m, int n, int k, ReadOnlySpan<T> a, int lda, ReadOnlySpan<T> b, int ldb, ReadOnlySpan<T> row, Span<T> c, int ldc)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(m, n, ldc, c.Length, "C");
        Require(1, n, n, row.Length, "the row");
        if (m <= 1 || n <= 1 || k == 0)
        {
            for (int i = 0; i < m; i++)
                row[..n].CopyTo(c[(i * ldc)..]);
            Multiply(width, m, n, k, a, lda, false, b, ldb, false, c, ldc, accumulate: true);
            return;
        }
        Require(m, k, lda, a.Length, "A");
        Require(k, n, ldb, b.Length, "B");
        fixed (T* pa = a, pb = b, pc = c, start = row)
            Run(width, m, n, k, pa, lda, 1, pb, ldb, false, pc, ldc, start, 0);
    }

    /// <summary>
    /// A single column of Aᵀ·B is the row of Bᵀ·A. Computed as a row, side by side, it fills the registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Column<T>(VectorWidth width, int m, int k, T* a, nint lda, T* b, nint stepB, T* c, nint ldc, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (ldc == 1)
        {
            Run(width, 1, m, k, b, 1, stepB, a, lda, false, c, 1, accumulate ? c : null, 1);
            return;
        }
        T* row = stackalloc T[ColumnBlock];
        for (int start = 0; start < m; start += ColumnBlock)
        {
            int count = Math.Min(ColumnBlock, m - start);
            T* block = c + (start * ldc);
            for (int i = 0; accumulate && i < count; i++)
                row[i] = block[i * ldc];
            Run(width, 1, count, k, b, 1, stepB, a + start, lda, false, row, count, accumulate ? row : null, count);
            for (int i = 0; i < count; i++)
                block[i * ldc] = row[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Dots<T>(VectorWidth width, int n, int k, T* a, nint stepA, T* b, nint ldb, T* c, nint stepC, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (width == VectorWidth.Bits512)
            DotProducts<T, Vector512<T>, TileLanes512<T>>.Run(n, k, a, stepA, b, ldb, c, stepC, accumulate);
        else if (width == VectorWidth.Bits256)
            DotProducts<T, Vector256<T>, TileLanes256<T>>.Run(n, k, a, stepA, b, ldb, c, stepC, accumulate);
        else if (width == VectorWidth.Bits128)
            DotProducts<T, Vector128<T>, TileLanes128<T>>.Run(n, k, a, stepA, b, ldb, c, stepC, accumulate);
        else
            DotProducts<T, T, TileLanes1<T>>.Run(n, k, a, stepA, b, ldb, c, stepC, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T>(
        VectorWidth width, int m, int n, int k, T* a, nint rowA, nint stepA, T* b, nint ldb, bool transposeB, T* c, nint ldc, T* start, nint ldStart)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Product<T> product = new()
        {
            Width = width,
            M = m,
            N = n,
            K = k,
            A = a,
            RowA = rowA,
            StepA = stepA,
            B = b,
            Ldb = ldb,
            Layout = transposeB ? FactorLayout.Transposed : FactorLayout.Plain,
            C = c,
            Ldc = ldc,
            Start = start,
            LdStart = ldStart,
        };
        product.Compute();
    }

    /// <summary>A product without products: sums of nothing, or no sums at all.</summary>
    public static void OfNothing<T>(int m, int n, Span<T> c, int ldc, bool accumulate)
        where T : unmanaged
    {
        for (int i = 0; !accumulate && n > 0 && i < m; i++)
            c.Slice(i * ldc, n).Clear();
    }

    /// <summary>The kernels work on addresses, so that a matrix which is shorter than its shape says must not reach them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require(int rows, int columns, int leading, int length, string name)
    {
        if ((rows | columns) < 0 || (rows > 0 && columns > 0 && (leading < columns || ((rows - 1L) * leading) + columns > length)))
            Refuse(rows, columns, leading, length, name);
    }

    [DoesNotReturn]
    private static void Refuse(int rows, int columns, int leading, int length, string name)
        => throw new ArgumentException(
            $"Matrix product: {name} as stored is [{rows}, {columns}] with rows {leading} apart, in {length} elements; "
            + "need lengths of at least 0, rows at least as far apart as they are long, and all of them inside the memory.");
}

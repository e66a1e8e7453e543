using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Decompositions;

// How a triangular matrix is read: which triangle holds it, whether it is transposed, whether ones stand on its diagonal unread.
internal readonly record struct Triangle(bool Lower, bool Transpose = false, bool Unit = false)
{
    // Whether the first unknown comes first.
    public bool IsForward => Lower != Transpose;
}

// Systems with triangular matrices, solved in place. Source: Golub and Van Loan, "Matrix Computations", 4th edition, section 3.1.
internal static class Triangular
{
    // op(A) X = B for B [n, columns], whose rows are `ldb` apart.
    public static void SolveLeft<T>(int n, int columns, ReadOnlySpan<T> a, int lda, Triangle triangle, Span<T> b, int ldb, Span<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int blocks = (n + Blocks.Size - 1) / Blocks.Size;
        for (int step = 0; step < blocks && columns > 0; step++)
        {
            int start = (triangle.IsForward ? step : blocks - 1 - step) * Blocks.Size, size = Math.Min(Blocks.Size, n - start), end = start + size;
            Span<T> own = b[(start * ldb)..];
            SolveBlock(size, columns, a[((start * lda) + start)..], lda, triangle, own, ldb);
            (int first, int count) = triangle.IsForward ? (end, n - end) : (0, start);
            if (count > 0)
            {
                ReadOnlySpan<T> beside = a[(triangle.Transpose ? (start * lda) + first : (first * lda) + start)..];
                Blocks.SubtractRight(count, columns, size, beside, lda, triangle.Transpose, own, ldb, b[(first * ldb)..], ldb, work);
            }
        }
    }

    // X op(A) = B for B [rows, n], whose rows are `ldb` apart: each row is a system with the transpose.
    public static void SolveRight<T>(int n, int rows, ReadOnlySpan<T> a, int lda, Triangle triangle, Span<T> b, int ldb, Span<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Triangle turned = triangle with { Transpose = !triangle.Transpose };
        int blocks = (n + Blocks.Size - 1) / Blocks.Size;
        for (int step = 0; step < blocks && rows > 0; step++)
        {
            int start = (turned.IsForward ? step : blocks - 1 - step) * Blocks.Size, size = Math.Min(Blocks.Size, n - start), end = start + size;
            for (int row = 0; row < rows; row++)
                SolveVector(size, a[((start * lda) + start)..], lda, turned, b.Slice((row * ldb) + start, size));
            (int first, int count) = turned.IsForward ? (end, n - end) : (0, start);
            if (count > 0)
            {
                ReadOnlySpan<T> beside = a[(triangle.Transpose ? (first * lda) + start : (start * lda) + first)..];
                Blocks.SubtractLeft(rows, count, size, b[start..], ldb, beside, lda, triangle.Transpose, b[first..], ldb, work);
            }
        }
    }

    // The first zero on the diagonal, or -1.
    public static int FirstZero<T>(int n, ReadOnlySpan<T> a, int lda)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < n; i++)
        {
            if (a[(i * lda) + i] == T.Zero)
                return i;
        }

        return -1;
    }

    // Row by row, so that the inner loops run along B's rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SolveBlock<T>(int n, int columns, ReadOnlySpan<T> a, int lda, Triangle triangle, Span<T> b, int ldb)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (columns == 1 && ldb == 1)
        {
            SolveVector(n, a, lda, triangle, b[..n]);
            return;
        }

        for (int step = 0; step < n; step++)
        {
            int i = triangle.IsForward ? step : n - 1 - step;
            Span<T> own = b.Slice(i * ldb, columns);
            (int first, int end) = triangle.IsForward ? (0, i) : (i + 1, n);
            for (int j = first; j < end; j++)
                Rows.AddScaled(b.Slice(j * ldb, columns), -a[triangle.Transpose ? (j * lda) + i : (i * lda) + j], own);
            if (!triangle.Unit)
                Rows.Divide(own, a[(i * lda) + i]);
        }
    }

    // Along A's rows, whichever way it is read: as dot products, or by taking each unknown out of what is left.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SolveVector<T>(int n, ReadOnlySpan<T> a, int lda, Triangle triangle, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int step = 0; step < n; step++)
        {
            int i = triangle.IsForward ? step : n - 1 - step;
            (int first, int end) = triangle.Lower ? (0, i) : (i + 1, n);
            ReadOnlySpan<T> row = a.Slice((i * lda) + first, end - first);
            T own = triangle.Transpose ? x[i] : x[i] - Rows.Dot(row, x[first..end]);
            x[i] = own = triangle.Unit ? own : own / a[(i * lda) + i];
            if (triangle.Transpose)
                Rows.AddScaled(row, -own, x[first..end]);
        }
    }
}

using System;
using System.Numerics;
using System.Numerics.Tensors;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff.Kernels.Decompositions;

// The decompositions are written here, compactly, and not taken from a package such as MathNet.Numerics: that one computes on arrays of its
// own, of double (or, in other classes, float), allocates for each call, and would be the libraries' third dependency.
//
// Blocked algorithms put nearly all their work into products that are taken away from what is left to do.
internal static class Blocks
{
    // Rows or columns that are worked on directly, before a product brings the rest up to date.
    public const int Size = 64;

    // Room for a block and what it is multiplied with.
    public static long Workspace(int n, int other) => n <= Size ? 0 : (long)Size * Math.Max(n, other);

    // C[m, n] -= A[m, k] · op(B). `negated` has room for m · k elements.
    public static void SubtractLeft<T>(
        int m, int n, int k, ReadOnlySpan<T> a, int lda, ReadOnlySpan<T> b, int ldb, bool transposeB, Span<T> c, int ldc, Span<T> negated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m == 0 || n == 0 || k == 0)
            return;
        Negate(m, k, a, lda, negated);
        MatrixProduct.Multiply(m, n, k, negated, k, false, b, ldb, transposeB, c, ldc, accumulate: true);
    }

    // C[m, n] -= op(A) · B[k, n]. `negated` has room for k · n elements.
    public static void SubtractRight<T>(
        int m, int n, int k, ReadOnlySpan<T> a, int lda, bool transposeA, ReadOnlySpan<T> b, int ldb, Span<T> c, int ldc, Span<T> negated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m == 0 || n == 0 || k == 0)
            return;
        Negate(k, n, b, ldb, negated);
        MatrixProduct.Multiply(m, n, k, a, lda, transposeA, negated, n, false, c, ldc, accumulate: true);
    }

    private static void Negate<T>(int rows, int columns, ReadOnlySpan<T> x, int leading, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
            TensorPrimitives.Negate(x.Slice(i * leading, columns), y.Slice(i * columns, columns));
    }
}

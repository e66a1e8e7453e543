using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Decompositions;

// A = L Lᵀ of a symmetric positive definite matrix, in place in the lower triangle. Source: Golub and Van Loan, section 4.2.
internal static class CholeskyFactor
{
    public static long WorkspaceOf(int n) => Blocks.Workspace(n, n);

    // Gives 0, or the order of the first leading minor that is not positive. The upper triangle becomes zeros.
    public static int Factor<T>(int n, Span<T> a, Span<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0; start < n; start += Blocks.Size)
        {
            int size = Math.Min(Blocks.Size, n - start), end = start + size, rest = n - end;
            int bad = FactorBlock(size, a[((start * n) + start)..], n);
            if (bad > 0)
                return start + bad;
            if (rest == 0)
                break;
            Span<T> below = a[((end * n) + start)..];
            Triangular.SolveRight(size, rest, a[((start * n) + start)..], n, new Triangle(Lower: true, Transpose: true), below, n, work);

            // Strips of columns: what lies above the diagonal is not needed.
            for (int strip = end; strip < n; strip += Blocks.Size)
            {
                ReadOnlySpan<T> left = a[((strip * n) + start)..];
                Blocks.SubtractLeft(n - strip, Math.Min(Blocks.Size, n - strip), size, left, n, left, n, true, a[((strip * n) + strip)..], n, work);
            }
        }

        for (int i = 0; i < n; i++)
            a[((i * n) + i + 1)..((i + 1) * n)].Clear();
        return 0;
    }

    // Row by row, as dot products of rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int FactorBlock<T>(int n, Span<T> a, int lda)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < n; i++)
        {
            Span<T> row = a.Slice(i * lda, i + 1);
            for (int j = 0; j < i; j++)
                row[j] = (row[j] - Rows.Dot<T>(row[..j], a.Slice(j * lda, j))) / a[(j * lda) + j];
            T pivot = row[i] - Rows.Dot<T>(row[..i], row[..i]);
            if (!(pivot > T.Zero) || !T.IsFinite(pivot))
                return i + 1;
            row[i] = T.Sqrt(pivot);
        }

        return 0;
    }
}

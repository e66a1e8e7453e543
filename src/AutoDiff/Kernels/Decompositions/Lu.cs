using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Decompositions;

// A = P L U with partial pivoting: L below the diagonal, its ones not stored, U on and above it. The exchanges of rows are
// numbers beside the matrix: row j was exchanged with row pivots[j] at step j. Source: Golub and Van Loan, section 3.4.
internal static class Lu
{
    private const int Panel = 32;

    public static long WorkspaceOf(int n) => Math.Max(Blocks.Workspace(n, n), n <= Panel ? 0 : (long)Panel * n);

    public static void Factor<T>(int n, Span<T> a, Span<T> pivots, Span<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int panel = n <= 2 * Panel ? n : Panel;
        for (int start = 0; start < n; start += panel)
        {
            int end = Math.Min(n, start + panel), size = end - start;
            FactorPanel(n, start, end, a, pivots);
            int rest = n - end;
            if (rest == 0)
                continue;
            Span<T> right = a[((start * n) + end)..];
            Triangular.SolveLeft(size, rest, a[((start * n) + start)..], n, new Triangle(Lower: true, Unit: true), right, n, work);
            Blocks.SubtractLeft(rest, rest, size, a[((end * n) + start)..], n, right, n, false, a[((end * n) + end)..], n, work);
        }
    }

    // A X = B, or Aᵀ X = B, in place for B [n, columns].
    public static void Solve<T>(int n, int columns, ReadOnlySpan<T> lu, ReadOnlySpan<T> pivots, bool transpose, Span<T> b, Span<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Triangle l = new(Lower: true, transpose, Unit: true), u = new(Lower: false, transpose);
        if (!transpose)
            Exchange(n, columns, pivots, 0, 1, b);
        Triangular.SolveLeft(n, columns, lu, n, transpose ? u : l, b, columns, work);
        Triangular.SolveLeft(n, columns, lu, n, transpose ? l : u, b, columns, work);
        if (transpose)
            Exchange(n, columns, pivots, n - 1, -1, b);
    }

    // 1 or -1: whether the number of exchanges is even.
    public static T Parity<T>(ReadOnlySpan<T> pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T parity = T.One;
        for (int i = 0; i < pivots.Length; i++)
            parity = pivots[i] == T.CreateChecked(i) ? parity : -parity;
        return parity;
    }

    public static T Determinant<T>(int n, ReadOnlySpan<T> lu, ReadOnlySpan<T> pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T product = Parity(pivots);
        for (int i = 0; i < n; i++)
            product *= lu[(i * n) + i];
        return product;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FactorPanel<T>(int n, int start, int end, Span<T> a, Span<T> pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int j = start; j < end; j++)
        {
            int best = j;
            for (int i = j + 1; i < n; i++)
            {
                if (T.Abs(a[(i * n) + j]) > T.Abs(a[(best * n) + j]))
                    best = i;
            }

            pivots[j] = T.CreateChecked(best);
            if (best != j)
                Rows.Exchange(a.Slice(j * n, n), a.Slice(best * n, n));
            T pivot = a[(j * n) + j];
            if (pivot == T.Zero)
                continue;
            ReadOnlySpan<T> row = a[((j * n) + j + 1)..((j * n) + end)];
            for (int i = j + 1; i < n; i++)
            {
                T factor = a[(i * n) + j] / pivot;
                a[(i * n) + j] = factor;
                Rows.AddScaled(row, -factor, a.Slice((i * n) + j + 1, row.Length));
            }
        }
    }

    private static void Exchange<T>(int n, int columns, ReadOnlySpan<T> pivots, int first, int step, Span<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = first; i >= 0 && i < n; i += step)
        {
            int other = int.CreateTruncating(pivots[i]);
            if (other != i)
                Rows.Exchange(b.Slice(i * columns, columns), b.Slice(other * columns, columns));
        }
    }
}

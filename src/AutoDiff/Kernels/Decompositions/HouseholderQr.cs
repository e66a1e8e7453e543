using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Decompositions;

// A = Q R of a matrix with at least as many rows as columns, reduced, R's diagonal not negative. Columns are kept as rows, so that
// all loops run along memory. Source: Golub and Van Loan, section 5.2.
internal static class HouseholderQr
{
    public static long WorkspaceOf(int rows, int columns) => (2L * rows * columns) + (3L * columns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Factor<T>(int rows, int columns, ReadOnlySpan<T> a, Span<T> q, Span<T> r, Workspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> turned = workspace.Take(rows * columns), basis = workspace.Take(rows * columns), taus = workspace.Take(columns), diagonal = workspace.Take(columns);
        Span<T> scales = workspace.Take(columns);
        Rows.Transpose(rows, columns, a, turned);

        // Each column by itself, lest the small ones vanish beside the large.
        for (int j = 0; j < columns; j++)
        {
            Span<T> column = turned.Slice(j * rows, rows);
            scales[j] = Rows.Balance(Rows.MaxMagnitude<T>(column));
            Rows.Scale(column, scales[j]);
        }

        for (int j = 0; j < columns; j++)
        {
            Span<T> v = turned[((j * rows) + j)..((j + 1) * rows)];
            (taus[j], diagonal[j]) = Reflector.Make(v);
            for (int c = j + 1; c < columns; c++)
                Reflector.Apply(v, taus[j], turned[((c * rows) + j)..((c + 1) * rows)]);
        }

        for (int i = 0; i < columns; i++)
        {
            T sign = T.IsNegative(diagonal[i]) ? -T.One : T.One;
            Span<T> row = r.Slice(i * columns, columns);
            row[..i].Clear();
            row[i] = sign * diagonal[i] / scales[i];
            for (int c = i + 1; c < columns; c++)
                row[c] = sign * turned[(c * rows) + i] / scales[c];
        }

        // Column j of Q is the j-th unit vector, reflected by all, the last first.
        basis.Clear();
        for (int j = 0; j < columns; j++)
        {
            Span<T> column = basis.Slice(j * rows, rows);
            column[j] = T.IsNegative(diagonal[j]) ? -T.One : T.One;
            for (int k = j; k >= 0; k--)
                Reflector.Apply(turned[((k * rows) + k)..((k + 1) * rows)], taus[k], column[k..]);
        }

        Rows.Transpose(columns, rows, basis, q);
    }
}

using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff.Kernels.Decompositions;

// The matrix of cofactors: of a regular matrix det(A) A⁻ᵀ, of any matrix det(U) det(V) U diag(prod_{j≠i} s_j) Vᵀ.
// Source: Golub and Van Loan, section 2.4; Stewart, "On the adjugate matrix" (1998).
internal static class CofactorMatrix
{
    public static long WorkspaceOf(int n) => (5L * n * n) + (3L * n) + Lu.WorkspaceOf(n) + JacobiSvd.WorkspaceOf(n, n);

    public static void Compute<T>(int n, ReadOnlySpan<T> a, Span<T> y, Workspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = n * n;
        Span<T> lu = workspace.Take(size), pivots = workspace.Take(n), work = workspace.Take((int)Lu.WorkspaceOf(n));
        a.CopyTo(lu);
        Lu.Factor(n, lu, pivots, work);
        T determinant = Lu.Determinant<T>(n, lu, pivots);
        if (T.IsFinite(determinant) && IsRegular<T>(n, lu))
        {
            Rows.Identity(n, y);
            Lu.Solve<T>(n, n, lu, pivots, transpose: true, y, work);
            Rows.Scale(y, determinant);
            return;
        }

        Span<T> u = workspace.Take(size), vt = workspace.Take(size), s = workspace.Take(n), products = workspace.Take(n), scaled = workspace.Take(size);
        JacobiSvd.Decompose(n, n, a, u, s, vt, workspace);
        T sign = Sign(n, u, scaled, pivots, work) * Sign(n, vt, scaled, pivots, work);
        for (int i = 0; i < n; i++)
        {
            products[i] = sign;
            for (int j = 0; j < n; j++)
                products[i] *= j == i ? T.One : s[j];
        }

        for (int i = 0; i < size; i++)
            scaled[i] = u[i] * products[i % n];
        MatrixProduct.Multiply(n, n, n, scaled, n, false, vt, n, false, y, n, accumulate: false);
    }

    // Whether no pivot is so small that it may be rounding.
    private static bool IsRegular<T>(int n, ReadOnlySpan<T> lu)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T largest = T.Zero, smallest = T.PositiveInfinity;
        for (int i = 0; i < n; i++)
        {
            T pivot = T.Abs(lu[(i * n) + i]);
            largest = T.Max(largest, pivot);
            smallest = T.Min(smallest, pivot);
        }

        return n == 0 || smallest > largest * T.CreateChecked(16 * n) * (T.BitIncrement(T.One) - T.One);
    }

    // The determinant of an orthogonal matrix.
    private static T Sign<T>(int n, ReadOnlySpan<T> x, Span<T> lu, Span<T> pivots, Span<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x.CopyTo(lu);
        Lu.Factor(n, lu, pivots, work);
        return T.IsNegative(Lu.Determinant<T>(n, lu, pivots)) ? -T.One : T.One;
    }
}

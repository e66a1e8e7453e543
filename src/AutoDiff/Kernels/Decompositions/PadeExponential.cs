using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff.Kernels.Decompositions;

// The matrix exponential by scaling, the Padé approximant of degree 13, and squaring.
// Source: Higham, "The scaling and squaring method for the matrix exponential revisited" (2005), algorithm 2.3.
internal static class PadeExponential
{
    // The largest 1-norm at which degree 13 is exact to double precision, table 2.3.
    private const double LargestNorm = 5.371920351148152;

    // The approximant's coefficients, equation (2.4).
    private static ReadOnlySpan<double> Coefficients =>
    [
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800,
        33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ];

    public static long WorkspaceOf(int n) => (8L * n * n) + n + Lu.WorkspaceOf(n);

    public static void Compute<T>(int n, ReadOnlySpan<T> a, Span<T> y, Workspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = n * n;
        if (!Rows.AreFinite(a))
        {
            y.Fill(T.NaN);
            return;
        }

        Span<T> x = workspace.Take(size), x2 = workspace.Take(size), x4 = workspace.Take(size), x6 = workspace.Take(size);
        Span<T> inner = workspace.Take(size), odd = workspace.Take(size), even = workspace.Take(size), other = workspace.Take(size);
        Span<T> pivots = workspace.Take(n), work = workspace.Take((int)Lu.WorkspaceOf(n));
        a.CopyTo(x);
        int squarings = Squarings(n, a);
        Rows.Scale(x, T.ScaleB(T.One, -squarings));
        Multiply(n, x, x, x2);
        Multiply(n, x2, x2, x4);
        Multiply(n, x4, x2, x6);

        // The numerator is even + odd, the denominator even - odd.
        Combine(n, 13, x6, 11, x4, 9, x2, -1, inner);
        Multiply(n, x6, inner, other);
        Combine(n, 7, x6, 5, x4, 3, x2, 1, inner);
        Rows.AddScaled(other, T.One, inner);
        Multiply(n, x, inner, odd);
        Combine(n, 12, x6, 10, x4, 8, x2, -1, inner);
        Multiply(n, x6, inner, even);
        Combine(n, 6, x6, 4, x4, 2, x2, 0, inner);
        Rows.AddScaled(inner, T.One, even);
        even.CopyTo(other);
        Rows.AddScaled(odd, -T.One, other);
        Rows.AddScaled(odd, T.One, even);
        Lu.Factor(n, other, pivots, work);
        Lu.Solve<T>(n, n, other, pivots, transpose: false, even, work);
        for (; squarings > 0; squarings--)
        {
            Multiply(n, even, even, other);
            Span<T> squared = other;
            other = even;
            even = squared;
        }

        even.CopyTo(y);
    }

    private static int Squarings<T>(int n, ReadOnlySpan<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double norm = 0;
        for (int j = 0; j < n; j++)
        {
            double column = 0;
            for (int i = 0; i < n; i++)
                column += Math.Abs(double.CreateTruncating(a[(i * n) + j]));
            norm = Math.Max(norm, column);
        }

        return norm > LargestNorm ? (int)Math.Ceiling(Math.Log2(Math.Min(norm, double.MaxValue) / LargestNorm)) : 0;
    }

    private static void Multiply<T>(int n, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c)
        where T : unmanaged, IFloatingPointIeee754<T> => MatrixProduct.Multiply(n, n, n, a, n, false, b, n, false, c, n, accumulate: false);

    // A polynomial in X², the term of degree `identity` on the diagonal; -1 for none.
    private static void Combine<T>(int n, int degree6, ReadOnlySpan<T> x6, int degree4, ReadOnlySpan<T> x4, int degree2, ReadOnlySpan<T> x2, int identity, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x6.CopyTo(y);
        Rows.Scale(y, Coefficient<T>(degree6));
        Rows.AddScaled(x4, Coefficient<T>(degree4), y);
        Rows.AddScaled(x2, Coefficient<T>(degree2), y);
        for (int i = 0; identity >= 0 && i < n; i++)
            y[(i * n) + i] += Coefficient<T>(identity);
    }

    // Divided by the first, so that they fit into narrow types.
    private static T Coefficient<T>(int degree)
        where T : unmanaged, IFloatingPointIeee754<T> => T.CreateChecked(Coefficients[degree] / Coefficients[0]);
}

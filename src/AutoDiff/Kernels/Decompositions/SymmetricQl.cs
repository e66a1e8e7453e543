using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Decompositions;

// Eigenvalues, ascending, and eigenvectors of a symmetric matrix: Householder reduction to a tridiagonal matrix, then implicit QL.
// Eigenvectors are kept as rows, so that rotations run along memory.
// Source: Golub and Van Loan, section 8.3; Dubrulle, Martin and Wilkinson, "The implicit QL algorithm" (1968).
internal static class SymmetricQl
{
    // Three are enough for nearly every eigenvalue.
    private const int MaxIterations = 60;

    public static long WorkspaceOf(int n) => ((long)n * n) + (4L * n);

    // `a` is overwritten; `vectors` [n, n] holds an eigenvector in each column.
    public static void Decompose<T>(int n, Span<T> a, Span<T> values, Span<T> vectors, Workspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> rows = workspace.Take(n * n), below = workspace.Take(n), taus = workspace.Take(n), p = workspace.Take(n), v = workspace.Take(n);
        T largest = Rows.MaxMagnitude<T>(a), scale = Rows.Balance(largest);
        bool converged = T.IsFinite(largest);
        if (converged)
        {
            Rows.Scale(a, scale);
            Tridiagonalise(n, a, values, below, taus, p, v);
            Accumulate(n, a, taus, rows);
            converged = Iterate(n, values, below, rows);
        }

        if (!converged)
        {
            values.Fill(T.NaN);
            vectors.Fill(T.NaN);
            return;
        }

        Rows.Scale(values, T.One / scale);
        Sort(n, values, rows);
        for (int i = 0; i < n; i++)
            Rows.MakePositive(rows.Slice(i * n, n));
        Rows.Transpose(n, n, rows, vectors);
    }

    // Both triangles are kept, so that row k right of the diagonal is the column below it: it holds the reflector afterwards.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tridiagonalise<T>(int n, Span<T> a, Span<T> diagonal, Span<T> below, Span<T> taus, Span<T> p, Span<T> w)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = T.One / (T.One + T.One);
        for (int k = 0; k < n; k++)
        {
            diagonal[k] = a[(k * n) + k];
            below[k] = T.Zero;
            taus[k] = T.Zero;
            int size = n - k - 1;
            if (size == 0)
                break;
            Span<T> v = a.Slice((k * n) + k + 1, size);
            (T tau, below[k]) = Reflector.Make(v);
            taus[k] = tau;
            if (tau == T.Zero)
                continue;
            for (int i = 0; i < size; i++)
                p[i] = tau * Rows.Dot(a.Slice(((k + 1 + i) * n) + k + 1, size), v);
            v.CopyTo(w);
            Rows.Scale(w[..size], -half * tau * Rows.Dot<T>(p[..size], v));
            Rows.AddScaled<T>(p[..size], T.One, w[..size]);
            for (int i = 0; i < size; i++)
            {
                Span<T> row = a.Slice(((k + 1 + i) * n) + k + 1, size);
                Rows.AddScaled(w[..size], -v[i], row);
                Rows.AddScaled(v, -w[i], row);
            }
        }
    }

    // The transpose of the product of all reflectors: what turns the rows of the tridiagonal matrix's eigenvectors into ours.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Accumulate<T>(int n, ReadOnlySpan<T> a, ReadOnlySpan<T> taus, Span<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Rows.Identity(n, rows);
        for (int k = n - 2; k >= 0; k--)
        {
            int size = n - k - 1;
            ReadOnlySpan<T> v = a.Slice((k * n) + k + 1, size);
            for (int i = k + 1; i < n; i++)
                Reflector.Apply(v, taus[k], rows.Slice((i * n) + k + 1, size));
        }
    }

    private static bool Iterate<T>(int n, Span<T> d, Span<T> e, Span<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T epsilon = T.BitIncrement(T.One) - T.One, least = Rows.Negligible<T>() * T.Max(Rows.MaxMagnitude<T>(d), Rows.MaxMagnitude<T>(e));
        for (int l = 0; l < n; l++)
        {
            for (int iteration = 0; ; iteration++)
            {
                int m = l;
                while (m < n - 1 && !(T.Abs(e[m]) <= (epsilon * (T.Abs(d[m]) + T.Abs(d[m + 1]))) + least))
                    m++;
                if (m == l)
                    break;
                if (iteration == MaxIterations)
                    return false;
                Step(n, l, m, d, e, rows);
            }
        }

        return true;
    }

    // One sweep of rotations with Wilkinson's shift over the unreduced block l .. m.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Step<T>(int n, int l, int m, Span<T> d, Span<T> e, Span<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T two = T.One + T.One;
        T g = (d[l + 1] - d[l]) / (two * e[l]);
        g = d[m] - d[l] + (e[l] / (g + T.CopySign(T.Hypot(g, T.One), g)));
        T sine = T.One, cosine = T.One, shift = T.Zero;
        for (int i = m - 1; i >= l; i--)
        {
            T f = sine * e[i], b = cosine * e[i], r = T.Hypot(f, g);
            e[i + 1] = r;
            if (r == T.Zero)
            {
                d[i + 1] -= shift;
                e[m] = T.Zero;
                return;
            }

            sine = f / r;
            cosine = g / r;
            g = d[i + 1] - shift;
            r = ((d[i] - g) * sine) + (two * cosine * b);
            shift = sine * r;
            d[i + 1] = g + shift;
            g = (cosine * r) - b;
            Rows.Rotate(rows.Slice(i * n, n), rows.Slice((i + 1) * n, n), cosine, sine);
        }

        d[l] -= shift;
        e[l] = g;
        e[m] = T.Zero;
    }

    private static void Sort<T>(int n, Span<T> values, Span<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < n - 1; i++)
        {
            int least = i;
            for (int j = i + 1; j < n; j++)
                least = values[j] < values[least] ? j : least;
            if (least == i)
                continue;
            (values[i], values[least]) = (values[least], values[i]);
            Rows.Exchange(rows.Slice(i * n, n), rows.Slice(least * n, n));
        }
    }
}

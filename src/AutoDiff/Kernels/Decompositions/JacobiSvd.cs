using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels.Decompositions;

// The singular value decomposition by one-sided Jacobi rotations, which make the rows of W orthogonal: J W = S Z with orthogonal J.
// Small singular values are as accurate as large ones, down to the negligible. The larger rows are visited first (de Rijk).
// Source: Demmel and Veselić, "Jacobi's method is more accurate than QR" (1992); de Rijk, "A one-sided Jacobi algorithm" (1989).
internal static class JacobiSvd
{
    // Six to ten are usual.
    private const int MaxSweeps = 60;

    public static long WorkspaceOf(int rows, int columns)
    {
        long few = Math.Min(rows, columns), many = Math.Max(rows, columns);
        return (few * many) + (few * few) + (2 * few) + many;
    }

    // A = U diag(s) Vt, reduced: U [rows, k], s [k] descending, Vt [k, columns] with k the smaller length. What is orthogonalised are
    // the shorter side's vectors.
    public static void Decompose<T>(int rows, int columns, ReadOnlySpan<T> a, Span<T> u, Span<T> s, Span<T> vt, Workspace<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isTall = rows >= columns;
        int few = isTall ? columns : rows, many = isTall ? rows : columns;
        Span<T> w = workspace.Take(few * many), j = workspace.Take(few * few), squares = workspace.Take(few), scratch = workspace.Take(few + many);
        if (isTall)
            Rows.Transpose(rows, columns, a, w);
        else
            a.CopyTo(w);
        T largest = Rows.MaxMagnitude(a);
        if (!T.IsFinite(largest) || !Orthogonalise(few, many, w, j, squares, largest))
        {
            u.Fill(T.NaN);
            s.Fill(T.NaN);
            vt.Fill(T.NaN);
            return;
        }

        Sort(few, many, w, j, s);
        Normalise(few, many, w, s, largest, scratch[few..]);
        for (int i = 0; i < few; i++)
        {
            if (Rows.MakePositive(w.Slice(i * many, many)))
                Rows.Scale(j.Slice(i * few, few), -T.One);
        }

        // Rows of W stand on the long side, rows of J on the short one.
        Rows.Transpose(few, rows, isTall ? w : j, u);
        (isTall ? j : w).CopyTo(vt);
    }

    private static bool Orthogonalise<T>(int few, int many, Span<T> w, Span<T> j, Span<T> squares, T largest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Rows.Identity(few, j);
        if (largest == T.Zero)
            return true;
        Rows.Divide(w, largest);
        T tolerance = T.Sqrt(T.CreateChecked(many)) * (T.BitIncrement(T.One) - T.One);
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            for (int i = 0; i < few; i++)
                squares[i] = Rows.Dot<T>(w.Slice(i * many, many), w.Slice(i * many, many));
            bool rotated = false;
            for (int p = 0; p < few; p++)
            {
                BringLargest(p, few, many, w, j, squares);
                for (int q = p + 1; q < few; q++)
                    rotated |= Rotate(p, q, few, many, w, j, squares, tolerance);
            }

            if (!rotated)
                return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool Rotate<T>(int p, int q, int few, int many, Span<T> w, Span<T> j, Span<T> squares, T tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> first = w.Slice(p * many, many), second = w.Slice(q * many, many);
        T alpha = squares[p], beta = squares[q], gamma = Rows.Dot<T>(first, second);
        if (!(T.Abs(gamma) > tolerance * T.Sqrt(alpha) * T.Sqrt(beta)))
            return false;

        // A row that depends on others is orthogonal to them only when nothing is left of it, and the last of it would go on for long.
        if (T.Min(alpha, beta) <= Rows.Negligible<T>() * Rows.Negligible<T>())
            return false;
        T zeta = (beta - alpha) / (gamma + gamma);
        T tangent = T.CopySign(T.One, zeta) / (T.Abs(zeta) + T.Hypot(T.One, zeta));
        T cosine = T.One / T.Hypot(T.One, tangent), sine = cosine * tangent;
        Rows.Rotate(first, second, cosine, sine);
        Rows.Rotate(j.Slice(p * few, few), j.Slice(q * few, few), cosine, sine);
        squares[p] = T.Max(T.Zero, alpha - (tangent * gamma));
        squares[q] = T.Max(T.Zero, beta + (tangent * gamma));
        return true;
    }

    private static void BringLargest<T>(int p, int few, int many, Span<T> w, Span<T> j, Span<T> squares)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int best = p;
        for (int i = p + 1; i < few; i++)
            best = squares[i] > squares[best] ? i : best;
        if (best == p)
            return;
        (squares[p], squares[best]) = (squares[best], squares[p]);
        Rows.Exchange(w.Slice(p * many, many), w.Slice(best * many, many));
        Rows.Exchange(j.Slice(p * few, few), j.Slice(best * few, few));
    }

    // By length, which of the smallest no square tells.
    private static void Sort<T>(int few, int many, Span<T> w, Span<T> j, Span<T> lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < few; i++)
            lengths[i] = Rows.Length<T>(w.Slice(i * many, many));
        for (int i = 0; i < few; i++)
            BringLargest(i, few, many, w, j, lengths);
    }

    // Rows become unit vectors. Those that vanish, or are too small for their squares, get directions that nobody has yet.
    private static void Normalise<T>(int few, int many, Span<T> w, Span<T> s, T largest, Span<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < few; i++)
        {
            Span<T> row = w.Slice(i * many, many);
            T length = s[i];
            s[i] = length * largest;
            if (length > Rows.Negligible<T>())
                Rows.Divide(row, length);
            else
                row.Clear();
        }

        for (int i = 0; i < few; i++)
        {
            Span<T> row = w.Slice(i * many, many);
            if (Rows.MaxMagnitude<T>(row) == T.Zero)
                Complete(i, few, many, w, weights);
        }
    }

    // The unit vector that the others hold least of, made orthogonal to them, twice for accuracy.
    private static void Complete<T>(int missing, int few, int many, Span<T> w, Span<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        weights = weights[..many];
        weights.Clear();
        for (int i = 0; i < few; i++)
        {
            for (int c = 0; c < many; c++)
                weights[c] += w[(i * many) + c] * w[(i * many) + c];
        }

        int least = 0;
        for (int c = 1; c < many; c++)
            least = weights[c] < weights[least] ? c : least;
        Span<T> row = w.Slice(missing * many, many);
        row.Clear();
        row[least] = T.One;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < few; i++)
            {
                if (i == missing)
                    continue;
                ReadOnlySpan<T> other = w.Slice(i * many, many);
                Rows.AddScaled(other, -Rows.Dot(other, row), row);
            }

            Rows.Divide(row, Rows.Length<T>(row));
        }
    }
}

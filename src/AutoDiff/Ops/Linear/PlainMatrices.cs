using System;
using System.Linq;
using System.Numerics;

namespace AutoDiff;

// Decompositions of small matrices on plain arrays, by other methods than the kernels', that judge the worked cases; and the cases'
// inputs, whose diagonals are moved into the operation's domain.
internal static class PlainMatrices
{
    // Adds start, start + step, ... to the diagonal of each matrix.
    public static Func<Variable<T>, Variable<T>> Lift<T>(Shape shape, double start, double step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape matrix = new(shape[-2], shape[-1]);
        T[] diagonal = Array.ConvertAll(Lift(new double[matrix.Count], shape[-2], shape[-1], start, step), T.CreateChecked);
        return x => x + x.Tape.Constant(diagonal, matrix);
    }

    // A function of one matrix, applied to each of many after their diagonals are lifted.
    public static Func<double[][], double[]> Each(Shape shape, double start, double step, Func<double[], double[]> function) => inputs =>
    {
        int size = shape[-1] * shape[-2], count = MatrixShapes.CountOf(in shape);
        return [.. Enumerable.Range(0, count).SelectMany(matrix => function(Lift(inputs[0].AsSpan(matrix * size, size).ToArray(), shape[-2], shape[-1], start, step)))];
    };

    // A function of two matrices whose leading axes broadcast; the second may be a vector, one column or, with `right`, one row.
    // It is given the number of columns, or with `right` of rows.
    public static double[] EachPair(Shape a, double[] x, Shape b, double[] y, bool right, Func<double[], double[], int, double[]> function)
    {
        Shape second = b.Rank == 1 ? b.Insert(right ? 0 : 1, 1) : b;
        Shape leadingA = MatrixShapes.Leading(in a), leadingB = MatrixShapes.Leading(in second), leading = Shape.Broadcast(in leadingA, in leadingB, nameof(EachPair));
        int size = a[-1] * a[-2], other = second[-1] * second[-2];
        return [.. Enumerable.Range(0, leading.Count).SelectMany(matrix => function(
            x.AsSpan(Reference.Source(leading, matrix, leadingA) * size, size).ToArray(),
            y.AsSpan(Reference.Source(leading, matrix, leadingB) * other, other).ToArray(),
            second[right ? -2 : -1]))];
    }

    public static double[] Lift(double[] x, int rows, int columns, double start, double step)
    {
        for (int i = 0; i < Math.Min(rows, columns); i++)
            x[(i * columns) + i] += start + (i * step);
        return x;
    }

    public static double[] Multiply(int m, int n, int k, double[] a, double[] b) =>
        Reference.Elements(m * n, at => Enumerable.Range(0, k).Sum(p => a[(at / n * k) + p] * b[(p * n) + (at % n)]));

    public static double[] Transpose(int rows, int columns, double[] a) => Reference.Elements(rows * columns, at => a[(at % rows * columns) + (at / rows)]);

    public static double[] Symmetric(int n, double[] a) => Reference.Elements(n * n, at => (a[at] + a[(at % n * n) + (at / n)]) / 2);

    public static double[] Identity(int n) => Reference.Elements(n * n, at => at / n == at % n ? 1 : 0);

    // Gauss and Jordan, with the largest pivot of each column.
    public static double[] Solve(int n, int columns, double[] a, double[] b) => Eliminate(n, columns, a, b, out _);

    public static double Determinant(int n, double[] a)
    {
        Eliminate(n, 0, a, [], out double determinant);
        return determinant;
    }

    public static double[] Cofactors(int n, double[] a) => Reference.Elements(n * n, at =>
    {
        double[] minor = [.. Enumerable.Range(0, n * n).Where(i => i / n != at / n && i % n != at % n).Select(i => a[i])];
        return (((at / n) + (at % n)) % 2 == 0 ? 1 : -1) * Determinant(n - 1, minor);
    });

    public static double[] Cholesky(int n, double[] a)
    {
        double[] l = new double[n * n];
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                double rest = a[(i * n) + j] - Enumerable.Range(0, j).Sum(k => l[(i * n) + k] * l[(j * n) + k]);
                l[(i * n) + j] = i == j ? Math.Sqrt(rest) : rest / l[(j * n) + j];
            }
        }

        return l;
    }

    // Modified Gram and Schmidt.
    public static (double[] Q, double[] R) Qr(int m, int n, double[] a)
    {
        double[] q = (double[])a.Clone(), r = new double[n * n];
        double Dot(int i, int j) => Enumerable.Range(0, m).Sum(row => q[(row * n) + i] * q[(row * n) + j]);
        for (int i = 0; i < n; i++)
        {
            r[(i * n) + i] = Math.Sqrt(Dot(i, i));
            for (int row = 0; row < m; row++)
                q[(row * n) + i] /= r[(i * n) + i];
            for (int j = i + 1; j < n; j++)
            {
                r[(i * n) + j] = Dot(i, j);
                for (int row = 0; row < m; row++)
                    q[(row * n) + j] -= r[(i * n) + j] * q[(row * n) + i];
            }
        }

        return (q, r);
    }

    // Jacobi's rotations, ascending; the element of largest magnitude of each eigenvector is positive.
    public static (double[] Values, double[] Vectors) Eigen(int n, double[] a)
    {
        double[] d = (double[])a.Clone(), v = Identity(n);
        for (int sweep = 0; sweep < 30; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    double angle = 0.5 * Math.Atan2(2 * d[(p * n) + q], d[(q * n) + q] - d[(p * n) + p]);
                    double[] turn = Identity(n);
                    turn[(p * n) + p] = turn[(q * n) + q] = Math.Cos(angle);
                    turn[(p * n) + q] = Math.Sin(angle);
                    turn[(q * n) + p] = -Math.Sin(angle);
                    d = Multiply(n, n, n, Multiply(n, n, n, Transpose(n, n, turn), d), turn);
                    v = Multiply(n, n, n, v, turn);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => d[(i * n) + i])];
        double[] sorted = Reference.Elements(n * n, at => v[(at / n * n) + order[at % n]]);
        return ([.. order.Select(i => d[(i * n) + i])], SignColumns(n, n, sorted, out _));
    }

    // From the eigenvectors of AᵀA; for matrices of full rank.
    public static (double[] U, double[] S, double[] Vt) Svd(int m, int n, double[] a)
    {
        if (m < n)
        {
            (double[] u, double[] s, double[] vt) = Svd(n, m, Transpose(m, n, a));
            return Signed(m, n, m, Transpose(m, m, vt), s, Transpose(n, m, u), byU: false);
        }

        (double[] values, double[] vectors) = Eigen(n, Multiply(n, n, m, Transpose(m, n, a), a));
        double[] singular = [.. values.Reverse().Select(Math.Sqrt)], v = Reference.Elements(n * n, at => vectors[(at / n * n) + n - 1 - (at % n)]);
        double[] scaled = Multiply(m, n, n, a, v), left = Reference.Elements(m * n, at => scaled[at] / singular[at % n]);
        return Signed(m, n, n, left, singular, Transpose(n, n, v), byU: true);
    }

    // The power series of a small multiple, squared.
    public static double[] Exponential(int n, double[] a)
    {
        const int Squarings = 12;
        double[] x = Array.ConvertAll(a, element => element / (1 << Squarings)), term = Identity(n), e = new double[n * n];
        for (int k = 1; k < 12; k++)
        {
            term = Array.ConvertAll(Multiply(n, n, n, term, x), element => element / k);
            e = Reference.Elements(n * n, at => e[at] + term[at]);
        }

        // The identity is left out: (1 + e)² - 1 = 2e + e², so that nothing small is lost beside it.
        for (int i = 0; i < Squarings; i++)
        {
            double[] square = Multiply(n, n, n, e, e);
            e = Reference.Elements(n * n, at => (2 * e[at]) + square[at]);
        }

        return Reference.Elements(n * n, at => e[at] + (at / n == at % n ? 1 : 0));
    }

    private static (double[] U, double[] S, double[] Vt) Signed(int m, int n, int k, double[] u, double[] s, double[] vt, bool byU)
    {
        bool[] turned;
        if (byU)
        {
            u = SignColumns(m, k, u, out turned);
            return (u, s, Reference.Elements(k * n, at => turned[at / n] ? -vt[at] : vt[at]));
        }

        double[] v = SignColumns(n, k, Transpose(k, n, vt), out turned);
        return (Reference.Elements(m * k, at => turned[at % k] ? -u[at] : u[at]), s, Transpose(n, k, v));
    }

    private static double[] SignColumns(int rows, int columns, double[] x, out bool[] turned)
    {
        bool[] turn = new bool[columns];
        for (int j = 0; j < columns; j++)
            turn[j] = x[Enumerable.Range(0, rows).Select(i => (i * columns) + j).MaxBy(at => Math.Abs(x[at]))] < 0;
        turned = turn;
        return Reference.Elements(rows * columns, at => turn[at % columns] ? -x[at] : x[at]);
    }

    private static double[] Eliminate(int n, int columns, double[] matrix, double[] right, out double determinant)
    {
        double[] a = (double[])matrix.Clone(), b = (double[])right.Clone();
        determinant = 1;
        for (int j = 0; j < n; j++)
        {
            int pivot = Enumerable.Range(j, n - j).MaxBy(i => Math.Abs(a[(i * n) + j]));
            determinant *= pivot == j ? a[(pivot * n) + j] : -a[(pivot * n) + j];
            for (int c = 0; c < n; c++)
                (a[(j * n) + c], a[(pivot * n) + c]) = (a[(pivot * n) + c], a[(j * n) + c]);
            for (int c = 0; c < columns; c++)
                (b[(j * columns) + c], b[(pivot * columns) + c]) = (b[(pivot * columns) + c], b[(j * columns) + c]);
            for (int i = 0; i < n; i++)
            {
                double factor = i == j || a[(j * n) + j] == 0 ? 0 : a[(i * n) + j] / a[(j * n) + j];
                for (int c = 0; c < n; c++)
                    a[(i * n) + c] -= factor * a[(j * n) + c];
                for (int c = 0; c < columns; c++)
                    b[(i * columns) + c] -= factor * b[(j * columns) + c];
            }
        }

        return Reference.Elements(n * columns, at => b[at] / a[(at / columns * n) + (at / columns)]);
    }
}

using System;
using System.Numerics;

namespace AutoDiff;

// Solves with the Jacobian of a residual by products alone: GMRES, restarted.
// Source: Saad and Schultz 1986; Saad, Iterative Methods for Sparse Linear Systems, 2nd edition, section 6.5.
internal sealed class IterativeSystem<TElement>(Tape<TElement> tape, Variable<TElement> residual, Variable<TElement> x) : LinearSystem
    where TElement : unmanaged, IFloatingPointIeee754<TElement>
{
    private const int Subspace = 60, Restarts = 50;

    // Products are exact to the element type's rounding, and no solution can be better.
    private static readonly double Tolerance = 16 * double.CreateChecked(TElement.BitIncrement(TElement.One) - TElement.One);

    private readonly int _n = x.Shape.Count;

    public override void Solve<T>(ReadOnlySpan<T> b, Span<T> x, bool transpose)
    {
        double[] right = new double[_n], solution = new double[_n];
        double largest = 0;
        foreach (T element in b)
            largest = Math.Max(largest, Math.Abs(double.CreateTruncating(element)));
        if (!double.IsFinite(largest))
        {
            x.Fill(T.NaN);
            return;
        }

        // In units of the largest element, whose square would overflow or vanish.
        for (int i = 0; i < _n && largest > 0; i++)
            right[i] = double.CreateTruncating(b[i]) / largest;
        double whole = Norm(right), left = whole;

        for (int restart = 0; left > Tolerance * whole; restart++)
        {
            if (restart == Restarts || !double.IsFinite(left))
                throw ImplicitErrors.NotConverged(_n, Subspace * Restarts, left / whole);
            double before = left;
            left = Cycle(right, solution, transpose, Tolerance * whole);

            // At the limit of the products' own rounding a further cycle gains nothing.
            if (left > before / 2 && left <= 1e3 * Tolerance * whole)
                break;
        }

        for (int i = 0; i < _n; i++)
            x[i] = T.CreateTruncating(solution[i] * largest);
    }

    // One cycle from the present solution; returns what is left of the residual.
    private double Cycle(double[] right, double[] solution, bool transpose, double enough)
    {
        int most = Math.Min(Subspace, _n);
        double[] r = Residual(right, solution, transpose);
        double beta = Norm(r);
        double[][] basis = new double[most + 1][], h = new double[most][];
        double[] cos = new double[most], sin = new double[most], g = new double[most + 1];
        basis[0] = Scaled(r, 1 / beta);
        g[0] = beta;
        int k = 0;
        while (k < most && Math.Abs(g[k]) > enough)
        {
            double[] w = Product(basis[k], transpose), column = h[k] = new double[k + 2];
            for (int i = 0; i <= k; i++)
            {
                column[i] = Dot(w, basis[i]);
                Add(w, -column[i], basis[i]);
            }

            double next = column[k + 1] = Norm(w);
            for (int i = 0; i < k; i++)
                (column[i], column[i + 1]) = ((cos[i] * column[i]) + (sin[i] * column[i + 1]), (cos[i] * column[i + 1]) - (sin[i] * column[i]));
            double length = Math.Sqrt((column[k] * column[k]) + (next * next));
            if (length == 0)
                throw ImplicitErrors.Singular(_n, k, 0);
            (cos[k], sin[k]) = (column[k] / length, next / length);
            column[k] = length;
            (g[k], g[k + 1]) = (cos[k] * g[k], -sin[k] * g[k]);
            k++;
            if (next == 0)
                break;
            basis[k] = Scaled(w, 1 / next);
        }

        for (int i = k - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < k; j++)
                g[i] -= h[j][i] * g[j];
            g[i] /= h[i][i];
        }

        for (int i = 0; i < k; i++)
            Add(solution, g[i], basis[i]);
        return Norm(Residual(right, solution, transpose));
    }

    private double[] Residual(double[] right, double[] solution, bool transpose)
    {
        double[] r = (double[])right.Clone();
        if (Norm(solution) > 0)
            Add(r, -1, Product(solution, transpose));
        return r;
    }

    // J·v or Jᵀ·v; nothing of it stays on the tape.
    private double[] Product(double[] v, bool transpose)
    {
        tape.Adopt();
        TapeMark entries = tape.Mark;
        var memory = tape.Arena.Mark;
        Variable<TElement> direction = tape.Constant(Array.ConvertAll(v, TElement.CreateTruncating), x.Shape);
        Variable<TElement> product = transpose
            ? tape.Vjp([residual], [direction], [x], record: false, Unconnected.Zero)[0]
            : tape.Jvp(residual, x, direction, record: false, Unconnected.Zero);
        double[] values = Array.ConvertAll(product.ToArray(), double.CreateTruncating);
        tape.Truncate(in entries);
        tape.Arena.Release(memory);
        return values;
    }

    private static double[] Scaled(double[] v, double factor) => Array.ConvertAll(v, element => factor * element);

    private static void Add(double[] sum, double factor, double[] v)
    {
        for (int i = 0; i < sum.Length; i++)
            sum[i] += factor * v[i];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double Norm(double[] v) => Math.Sqrt(Dot(v, v));
}

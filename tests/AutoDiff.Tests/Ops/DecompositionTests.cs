using System;
using System.Linq;
using System.Numerics;
using AutoDiff.Checking;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

// Decompositions put together again, over sizes on both sides of every block, in both precisions; special structures; limits.
public sealed class DecompositionTests
{
    public static TheoryData<int> Sizes => [0, 1, 2, 3, 7, 31, 32, 33, 63, 64, 65, 100, 130, 200];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_solution_solves_its_system(int n)
    {
        Solves<double>(n, 1e-15);
        Solves<float>(n, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Triangular_solutions_solve_their_systems(int n)
    {
        using Tape<double> tape = new();
        Variable<double> a = Dominant(tape, n), many = Random(tape, new Shape(n, 3), 2), one = Random(tape, new Shape(n, 1), 3);
        foreach (bool lower in new[] { false, true })
        {
            foreach (bool transpose in new[] { false, true })
            {
                double[] kept = Elements(a.ToArray(), n, (i, j) => lower ? i >= j : i <= j);
                Variable<double> triangle = tape.Constant(kept, a.Shape);
                foreach (Variable<double> b in new[] { many, one })
                {
                    Near(b, MatMul(triangle, TriangularSolve(a, b, lower, transpose), transpose), 1e-12);
                    Variable<double> row = Transpose(b);
                    Near(row, MatMul(TriangularSolve(a, row, lower, transpose, right: true), triangle, false, transpose), 1e-12);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_Cholesky_factor_times_its_transpose_is_the_matrix(int n)
    {
        using Tape<double> tape = new();
        Variable<double> root = Random(tape, new Shape(n, n), 5), x = MatMul(root, root, false, true) + (0.1 * Identity(tape, n)), l = Cholesky(x);
        Near(x, MatMul(l, l, false, true), 1e-14 * (n + 10));
        Assert.All(Enumerable.Range(0, n * n), i => Assert.True(i % n <= i / n || l.Values[i] == 0));
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(40, 7)]
    [InlineData(7, 40)]
    [InlineData(1, 4)]
    [InlineData(100, 100)]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void Orthogonal_decompositions_are_orthogonal_and_give_the_matrix(int rows, int columns)
    {
        using Tape<double> tape = new();
        int k = Math.Min(rows, columns);
        Variable<double> x = Random(tape, new Shape(rows, columns), 7);
        (Variable<double> q, Variable<double> r) = Qr(x);
        Near(x, MatMul(q, r), 1e-13);
        Near(Identity(tape, k), MatMul(q, q, true, false), 1e-13);
        Assert.All(Enumerable.Range(0, k), i => Assert.True(r.Values[(i * columns) + i] >= 0));
        (Variable<double> u, Variable<double> s, Variable<double> vt) = Svd(x);
        Near(x, MatMul(u * Reshape(s, new Shape(1, k)), vt), 1e-12);
        Near(Identity(tape, k), MatMul(u, u, true, false), 1e-12);
        Near(Identity(tape, k), MatMul(vt, vt, false, true), 1e-12);
        Assert.Equal(s.ToArray().OrderDescending(), s.ToArray());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Eigenvectors_are_orthogonal_and_give_the_matrix(int n)
    {
        using Tape<double> tape = new();
        Variable<double> root = Random(tape, new Shape(n, n), 11), x = root + Transpose(root);
        (Variable<double> values, Variable<double> v) = SymmetricEigen(x);
        Near(x, MatMul(v * Reshape(values, new Shape(1, n)), v, false, true), 1e-12);
        Near(Identity(tape, n), MatMul(v, v, true, false), 1e-12);
        Assert.Equal(values.ToArray().Order(), values.ToArray());
    }

    [Fact]
    public void A_matrix_of_low_rank_has_full_orthogonal_factors()
    {
        using Tape<double> tape = new();
        Variable<double> x = MatMul(Random(tape, new Shape(6, 2), 1), Random(tape, new Shape(2, 5), 2));
        (Variable<double> u, Variable<double> s, Variable<double> vt) = Svd(x);
        Near(Identity(tape, 5), MatMul(u, u, true, false), 1e-13);
        Near(Identity(tape, 5), MatMul(vt, vt, false, true), 1e-13);
        Assert.All(s.ToArray()[2..], value => Assert.True(value < 1e-14));
        (u, s, vt) = Svd(tape.Fill(0, new Shape(2, 4, 3)));
        Assert.All(s.ToArray(), value => Assert.Equal(0, value));
        Near(BroadcastTo(Identity(tape, 3), new Shape(2, 3, 3)), MatMul(u, u, true, false), 1e-15);
        (Variable<double> q, Variable<double> r) = Qr(x);
        Near(x, MatMul(q, r), 1e-13);
        Near(Identity(tape, 5), MatMul(q, q, true, false), 1e-13);
    }

    // The eigenvalues of the second difference are 2 - 2 cos(k π / (n + 1)).
    [Fact]
    public void Eigenvalues_are_those_of_the_literature()
    {
        const int N = 50;
        using Tape<double> tape = new();
        double[] x = Elements(new double[N * N], N, (i, j) => false);
        for (int i = 0; i < N; i++)
        {
            x[(i * N) + i] = 2;
            if (i > 0)
                x[(i * N) + i - 1] = x[((i - 1) * N) + i] = -1;
        }

        double[] expected = [.. Enumerable.Range(1, N).Select(k => 2 - (2 * Math.Cos(k * Math.PI / (N + 1))))];
        Variable<double> matrix = tape.Constant(x, new Shape(N, N));
        Near(tape.Constant(expected, new Shape(N)), SymmetricEigen(matrix).Values, 5e-14);
        Near(tape.Constant([.. expected.Reverse()], new Shape(N)), Svd(matrix).S, 5e-14);
        Assert.Equal(N + 1, Determinant(matrix).Item(), 1e-11);
        Assert.Equal(Math.Log(N + 1), LogDeterminant(matrix).LogAbs.Item(), 1e-13);
    }

    // Hilbert's matrix of order 8 has small singular values that Jacobi's rotations still see: the product of all is the determinant,
    // 2.73705e-33 (OEIS A005249).
    [Fact]
    public void Small_singular_values_are_accurate()
    {
        using Tape<double> tape = new();
        double[] hilbert = [.. Enumerable.Range(0, 64).Select(i => 1.0 / ((i / 8) + (i % 8) + 1))];
        double[] s = Svd(tape.Constant(hilbert, new Shape(8, 8))).S.ToArray();
        double product = s.Aggregate(1.0, (a, b) => a * b);
        Assert.InRange(product * 365356847125734485878112256000000.0, 1 - 1e-5, 1 + 1e-5);
    }

    [Fact]
    public void Functions_of_repeated_eigenvalues_have_exact_gradients()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([2, 0, 0, 0, 2, 0, 0, 0, 2], new Shape(3, 3));
        Near(tape.Constant([12, 0, 0, 0, 12, 0, 0, 0, 12], x.Shape), tape.Gradient(Sum(Cube(SymmetricEigen(x).Values)), x), 1e-13);
        Near(tape.Constant([12, 0, 0, 0, 12, 0, 0, 0, 12], x.Shape), tape.Gradient(Sum(Cube(Svd(x).S)), x), 1e-13);

        // The sum of squares of a matrix of low rank, which has slope 0 at the singular values 0.
        Variable<double> low = tape.Variable([1, 2, 3, 2, 4, 6, 3, 6, 9], x.Shape);
        Near(low * 2.0, tape.Gradient(Sum(Square(Svd(low).S)), low), 1e-13);
        Near(low * 2.0, tape.Gradient(Sum(Square(SymmetricEigen(low).Values)), low), 1e-13);
    }

    [Fact]
    public void The_determinant_of_a_singular_matrix_has_its_cofactors_as_gradient()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2, 3, 4, 5, 6, 7, 8, 9], new Shape(3, 3));
        Near(tape.Constant([-3, 6, -3, 6, -12, 6, -3, 6, -3], x.Shape), tape.Gradient(Determinant(x), x), 1e-13);
        Variable<double> zero = tape.Variable(new double[4], new Shape(2, 2));
        Assert.Equal([0, 0, 0, 0], tape.Gradient(Determinant(zero), zero).ToArray());

        // det = x00 · x11 - x01 · x10.
        Variable<double> hvp = tape.Hvp(Determinant(zero), zero, tape.Constant([1, 2, 3, 4], zero.Shape));
        Assert.Equal([4, -3, -2, 1], hvp.ToArray(), new Core.Nearly(1e-14));
    }

    [Fact]
    public void Third_derivatives_are_those_of_finite_differences()
    {
        GradientCheck.Of(x => Slope(x[0]), [new WorkedInput(new Shape(2, 2), -1, 1)]).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();

        static Variable<double> Slope(Variable<double> x) =>
            Sum(x.Tape.Gradient(Sum(Cube(Inverse(x + (3.0 * Identity(x.Tape, 2))))), x, record: true) * x);
    }

    [Fact]
    public void The_exponential_of_a_rotation_turns()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Constant([0, -30, 30, 0], new Shape(2, 2));
        Near(tape.Constant([Math.Cos(30), -Math.Sin(30), Math.Sin(30), Math.Cos(30)], x.Shape), MatrixExponential(x), 1e-13);
        Variable<double> nilpotent = tape.Constant([0, 1, 2, 0, 0, 3, 0, 0, 0], new Shape(3, 3));
        Near(tape.Constant([1, 1, 3.5, 0, 1, 3, 0, 0, 1], nilpotent.Shape), MatrixExponential(nilpotent), 1e-15);
    }

    [Fact]
    public void What_is_not_finite_stays_visible()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Constant([1, double.NaN, 0, 1], new Shape(2, 2));
        Assert.All(SymmetricEigen(x).Values.ToArray(), value => Assert.True(double.IsNaN(value)));
        Assert.All(Svd(x).S.ToArray(), value => Assert.True(double.IsNaN(value)));
        Assert.All(MatrixExponential(x).ToArray(), value => Assert.True(double.IsNaN(value)));
        Assert.True(double.IsNaN(Determinant(x).Item()));
        Assert.Contains("order 1", Assert.Throws<ArgumentException>(() => Cholesky(tape.Constant([double.NaN, 0, 0, 1], new Shape(2, 2)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_names_the_matrix()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 0, 0, 1, 1, 2, 2, 1], new Shape(2, 2, 2));
        TapeCounters before = tape.Counters;
        string message = Assert.Throws<ArgumentException>(() => Cholesky(x)).Message;
        Assert.Equal(
            "Cholesky: not positive definite: the leading minor of order 2 of matrix 1 of [2, 2, 2] is not positive; need all 2 of them positive. "
                + "Add a small multiple of the identity?",
            message);
        Assert.Equal(before, tape.Counters);
    }

    [Fact]
    public void Tiny_and_huge_numbers_do_not_leave_the_range()
    {
        using Tape<double> tape = new();
        foreach (double scale in new[] { 1e-200, 1e200 })
        {
            Variable<double> x = tape.Constant([3 * scale, 0, 4 * scale, 5 * scale], new Shape(2, 2));
            Assert.Equal(5, Qr(x).R.Values[0] / scale, 1e-14);
            Assert.Equal(Math.Sqrt(45), Svd(x).S.Values[0] / scale, 1e-13);
            Variable<double> symmetric = tape.Constant([2 * scale, scale, scale, 2 * scale], new Shape(2, 2));
            Assert.Equal(3, SymmetricEigen(symmetric).Values.ToArray()[1] / scale, 1e-14);
        }
    }

    private static Variable<double> Cube(Variable<double> x) => x * x * x;

    private static void Solves<T>(int n, double unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        Random random = new(n);
        T[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked((2 * random.NextDouble()) - 1))];
        Variable<T> a = tape.Constant(Draw(n * n), new Shape(n, n)), b = tape.Constant(Draw(n * 3), new Shape(n, 3));
        Variable<T> x = Solve(a, b), residual = MatMul(a, x) - b;
        double Largest(Variable<T> of) => of.ToArray().Select(value => Math.Abs(double.CreateChecked(value))).DefaultIfEmpty().Max();
        Assert.InRange(Largest(residual), 0, unit * 10 * (n + 1) * Math.Max(1, Largest(x)));
        Variable<T> y = Solve(a, tape.Constant(Draw(n), new Shape(n)));
        Assert.Equal(new Shape(n), y.Shape);
    }

    private static Variable<double> Random(Tape<double> tape, Shape shape, int seed)
    {
        Random random = new(seed);
        return tape.Constant([.. Enumerable.Range(0, shape.Count).Select(_ => (2 * random.NextDouble()) - 1)], shape);
    }

    private static Variable<double> Dominant(Tape<double> tape, int n) => (Random(tape, new Shape(n, n), 1) * (1.0 / Math.Max(1, n))) + Identity(tape, n);

    private static Variable<double> Identity(Tape<double> tape, int n) => tape.Constant(Elements([.. Enumerable.Repeat(1.0, n * n)], n, (i, j) => i == j), new Shape(n, n));

    private static double[] Elements(double[] x, int n, Func<int, int, bool> keep) => [.. x.Select((value, i) => keep(i / n, i % n) ? value : 0)];

    private static void Near(Variable<double> expected, Variable<double> actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] found = actual.ToArray(), should = expected.ToArray();
        for (int i = 0; i < should.Length; i++)
            Assert.True(Math.Abs(found[i] - should[i]) <= tolerance, $"element {i} of {expected.Shape} is {found[i]:R} instead of {should[i]:R}");
    }
}

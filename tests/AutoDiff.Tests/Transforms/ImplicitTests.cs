using System;
using System.Linq;
using AutoDiff.Tests.Core;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

public sealed class ImplicitTests
{
    [Theory]
    [InlineData(ImplicitSolver.Dense)]
    [InlineData(ImplicitSolver.Iterative)]
    public void A_root_has_derivatives_of_the_order_that_was_asked_for(ImplicitSolver solver)
    {
        using Tape<double> tape = new();
        const double At = 2.25;
        Variable<double> theta = tape.Variable(At);
        Variable<double> x = Implicit.Root((x, of) => (x * x) - of[0], tape.Constant(1.5), [theta], order: 4, solver);
        Assert.Equal(1.5, x.Item());
        double power = 1.5;
        foreach ((double factor, Variable<double> derivative) in new[] { 0.5, -0.5, -1.5, -2.5 }.Zip(tape.Directional(x, theta, tape.Constant(1), 4)))
        {
            // d^k √θ = 1/2 · -1/2 · -3/2 · ... · θ^(1/2 - k).
            power *= factor / At;
            Assert.Equal(power, derivative.Item(), 1e-12);
        }

        Variable<double> first = tape.Gradient(x, theta, record: true), second = tape.Gradient(first, theta, record: true);
        Assert.Equal(0.5 / 1.5, first.Item(), 1e-13);
        Assert.Equal(-0.25 * Math.Pow(At, -1.5), second.Item(), 1e-13);
    }

    [Theory]
    [InlineData(ImplicitSolver.Dense)]
    [InlineData(ImplicitSolver.Iterative)]
    public void An_equilibrium_cell_has_the_gradient_of_its_long_unrolling(ImplicitSolver solver)
    {
        const int Batch = 3, Hidden = 5, Steps = 400;
        Random random = new(4);
        double[] Draw(int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => scale * (random.NextDouble() - 0.5))];
        Parameter<double> bias = new("bias", new Shape(Hidden), Draw(Hidden, 1));
        using Tape<double> tape = new();
        Variable<double> w = tape.Variable(Draw(Hidden * Hidden, 1), new Shape(Hidden, Hidden)), u = tape.Variable(Draw(Batch * Hidden, 2), new Shape(Batch, Hidden));
        ImplicitFunction<double> cell = (h, of) => Tanh(MatMul(h, of[0]) + of[1] + h.Tape.Use(bias));
        Variable<double> rest = Implicit.FindFixedPoint(cell, tape.Fill(0, u.Shape), [w, u]);
        Variable<double> h = Implicit.FixedPoint(cell, rest, [w, u], order: 2, solver), unrolled = tape.Fill(0, u.Shape);
        for (int i = 0; i < Steps; i++)
            unrolled = cell(unrolled, [w, u]);
        Assert.Equal(unrolled.ToArray(), h.ToArray(), new Nearly(1e-13));
        Variable<double>[] wrt = [w, u, tape.Use(bias)];
        Variable<double>[] expected = tape.Gradient(Sum(Square(unrolled)), wrt, record: true), actual = tape.Gradient(Sum(Square(h)), wrt, record: true);
        for (int i = 0; i < wrt.Length; i++)
            Assert.Equal(expected[i].ToArray(), actual[i].ToArray(), new Nearly(1e-11));
        Variable<double> direction = tape.Constant(Draw(Hidden * Hidden, 1), w.Shape);
        Assert.Equal(
            tape.Gradient(Sum(expected[0] * direction), w).ToArray(),
            tape.Gradient(Sum(actual[0] * direction), w).ToArray(), new Nearly(1e-9));
        Assert.Equal(tape.Jvp(unrolled, w, direction).ToArray(), tape.Jvp(h, w, direction).ToArray(), new Nearly(1e-10));
    }

    // Weights of ridge regression as a function of the penalty: dw/dλ = -(XᵀX + λ)⁻¹ · w, by hand for two weights.
    [Theory]
    [InlineData(ImplicitSolver.Automatic)]
    [InlineData(ImplicitSolver.Iterative)]
    public void A_minimum_moves_with_what_the_objective_depends_on(ImplicitSolver solver)
    {
        double[] data = [1, 2, 3, -1, 0.5, 2], target = [1, 0, 2];
        const double Penalty = 0.7;
        double a = 1 + 9 + 0.25 + Penalty, b = 2 - 3 + 1, d = 4 + 1 + 4 + Penalty, p = 1 + 0 + 1, q = 2 + 0 + 4, det = (a * d) - (b * b);
        double[] weights = [((d * p) - (b * q)) / det, ((a * q) - (b * p)) / det];
        using Tape<double> tape = new();
        Variable<double> penalty = tape.Variable(Penalty);
        Variable<double> w = Implicit.ArgMin(
            (w, of) =>
            {
                Variable<double> predicted = Reshape(MatMul(w.Tape.Constant(data, new Shape(3, 2)), Reshape(w, new Shape(2, 1))), new Shape(3));
                return Sum(Square(predicted - w.Tape.Constant(target, new Shape(3)))) + (of[0] * Sum(Square(w)));
            },
            tape.Constant(weights, new Shape(2)),
            [penalty],
            solver: solver);
        double[] slope = tape.Jvp(w, penalty, tape.Constant(1)).ToArray();
        Assert.Equal([-((d * weights[0]) - (b * weights[1])) / det, -((a * weights[1]) - (b * weights[0])) / det], slope, new Nearly(1e-12));
        Assert.Equal(slope[0] + slope[1], tape.Gradient(Sum(w), penalty).Item(), 1e-12);
    }

    // More unknowns than a cycle of GMRES has steps, in single precision.
    [Fact]
    public void Many_unknowns_are_solved_without_a_matrix()
    {
        const int N = 2000;
        using Tape<float> tape = new();
        Variable<float> theta = tape.Variable(0.5f);
        ImplicitFunction<float> step = (x, of) => (0.4f * Sin(x)) + (0.3f * Concatenate(0, Slice(x, 0, 1, N - 1), Slice(x, 0, 0, 1))) + of[0];
        Variable<float> x = Implicit.FixedPoint(step, Implicit.FindFixedPoint(step, tape.Fill(0, new Shape(N)), [theta]), [theta]);

        // All unknowns are equal: x = 0.4 sin x + 0.3 x + θ.
        double slope = 1 / (0.7 - (0.4 * Math.Cos(x.Values[7])));
        Assert.Equal(slope, tape.Gradient(Select(x, 0, 7), theta).Item(), 1e-4);
    }

    [Fact]
    public void What_is_not_a_solution_is_refused()
    {
        using Tape<double> tape = new();
        Variable<double> theta = tape.Variable(2), x = tape.Constant(1.4);
        Assert.Contains("Root: not a solution: a Newton step would move it by 0.01", Fails((x, of) => (x * x) - of[0]), StringComparison.Ordinal);
        Assert.Contains("singular at the solution: of 1 unknowns", Fails((x, of) => of[0] - of[0]), StringComparison.Ordinal);
        Assert.Contains(
            "Root: the function does not fit the unknown: the unknown is [], the function gives [2]",
            Assert.Throws<ArgumentException>(() => Implicit.Root((x, of) => Stack(0, x, x), x, [theta])).Message,
            StringComparison.Ordinal);
        Assert.Contains("no such order: 0", Assert.Throws<ArgumentException>(() => Implicit.Root((x, of) => x, x, [theta], order: 0)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "FindFixedPoint: not found: after 50 iterations",
            Assert.Throws<ArithmeticException>(() => Implicit.FindFixedPoint((x, of) => x + of[0], x, [theta], iterations: 50)).Message,
            StringComparison.Ordinal);
        Assert.Contains("of another tape", Assert.Throws<TapeException>(() => Implicit.Root((x, of) => x - theta, x, [])).Message, StringComparison.Ordinal);

        string Fails(ImplicitFunction<double> residual) => Assert.Throws<ArithmeticException>(() => Implicit.Root(residual, x, [theta])).Message;
    }

    [Fact]
    public void An_iterate_of_zero_is_no_fixed_point_by_itself()
    {
        using Tape<double> tape = new();
        Variable<double> half = tape.Constant(0.5), one = tape.Constant(1);

        // From 1 the first step leads to 0; the fixed point is 1/3.
        Assert.Equal(1.0 / 3, Implicit.FindFixedPoint((x, of) => of[0] * (1 - x), one, [half]).Item(), 1e-12);
        Assert.Throws<ArithmeticException>(() => Implicit.FindFixedPoint((x, _) => 1 - x, one, [], iterations: 50));
    }

    // 1e-200 squared is 0, and 1e200 squared infinite: neither is a reason to come to rest.
    [Fact]
    public void Fixed_points_may_be_tiny_or_huge_and_what_grows_without_end_is_none()
    {
        using Tape<double> tape = new();
        foreach (double size in new[] { 1e-200, 1e200 })
            Assert.Equal(2 * size, Implicit.FindFixedPoint((x, of) => (0.5 * x) + of[0], tape.Constant(0), [tape.Constant(size)]).Item(), 1e-14 * size);
        Assert.Throws<ArithmeticException>(() => Implicit.FindFixedPoint((x, _) => (2.0 * x) + 1.0, tape.Constant(1), []));
    }

    [Theory]
    [InlineData(ImplicitSolver.Dense)]
    [InlineData(ImplicitSolver.Iterative)]
    public void A_residual_that_is_no_number_is_refused_and_a_cotangent_that_is_none_stays_so(ImplicitSolver solver)
    {
        using Tape<double> tape = new();
        Variable<double> theta = tape.Variable(4), no = tape.Variable(double.NaN);
        Assert.Contains(
            "Root: not a solution",
            Assert.Throws<ArithmeticException>(() => Implicit.Root((x, of) => (x * x) - of[0], tape.Constant(2), [no], solver: solver)).Message,
            StringComparison.Ordinal);
        Variable<double> root = Implicit.Root((x, of) => (x * x) - of[0], tape.Constant(2), [theta], solver: solver);
        Assert.Equal([double.NaN], tape.Vjp([root], [no], [theta])[0].ToArray());
    }

    [Theory]
    [InlineData(ImplicitSolver.Dense)]
    [InlineData(ImplicitSolver.Iterative)]
    public void What_stands_for_a_parameter_does_so_in_the_function_too(ImplicitSolver solver)
    {
        Parameter<double> weight = new("weight", Shape.Scalar, [9]);
        using Tape<double> tape = new();
        Variable<double> quarter = tape.Variable(0.25);
        using SubstitutionScope<double> scope = tape.Substitute(weight, quarter);

        // x = w·x + 1 at x = 1 / (1 - w), whose slope is the square of it.
        ImplicitFunction<double> function = (x, _) => (x.Tape.Use(weight) * x) + 1;
        Variable<double> found = Implicit.FixedPoint(function, Implicit.FindFixedPoint(function, tape.Constant(1), []), [], solver: solver);
        Assert.Equal(4.0 / 3, found.Item(), 1e-12);
        Assert.Equal(16.0 / 9, tape.Gradient(found, quarter).Item(), 1e-12);
    }

    // Squares of the cotangent's elements vanish, or overflow.
    [Theory]
    [InlineData(1e-200)]
    [InlineData(5e-324)]
    [InlineData(1e200)]
    public void Cotangents_of_any_size_are_followed_back(double size)
    {
        using Tape<double> tape = new();
        Variable<double> theta = tape.Variable(4);
        Variable<double> root = Implicit.Root((x, of) => (x * x) - of[0], tape.Constant(2), [theta], solver: ImplicitSolver.Iterative);
        Assert.Equal(size / 4, tape.Vjp([root], [tape.Constant(size)], [theta])[0].Item(), size * 1e-15);
    }

    [Fact]
    public void What_is_no_limit_is_refused()
    {
        using Tape<double> tape = new();
        Variable<double> start = tape.Constant(1);
        Assert.Equal(
            "FindFixedPoint: a tolerance of NaN and 5 iterations; need a tolerance of 0 or more, and 1 iteration or more.",
            Assert.Throws<ArgumentException>(() => Implicit.FindFixedPoint((x, _) => x, start, [], double.NaN, 5)).Message);
        Assert.Throws<ArgumentException>(() => Implicit.FindFixedPoint((x, _) => x, start, [], -1));
        Assert.Throws<ArgumentException>(() => Implicit.FindFixedPoint((x, _) => x, start, [], iterations: 0));
        Assert.Throws<ArgumentNullException>(() => Implicit.FindFixedPoint(null!, start, []));
        Assert.Throws<ArgumentNullException>(() => Implicit.Root(null!, start, []));
        Assert.Throws<ArgumentNullException>(() => Implicit.FixedPoint(null!, start, []));
        Assert.Throws<ArgumentNullException>(() => Implicit.ArgMin(null!, start, []));
        Assert.Throws<ArgumentNullException>(() => tape.ValueAndGradient(null!, start));
    }

    [Fact]
    public void Inside_a_scope_without_gradients_only_the_numbers_count()
    {
        using Tape<double> tape = new();
        Variable<double> theta = tape.Variable(4);
        using NoGradientScope<double> plain = tape.NoGradient();
        Variable<double> x = Implicit.Root((x, of) => (x * x) - of[0], tape.Constant(2), [theta]);
        Assert.Equal((2, false), (x.Item(), x.IsActive));
    }
}

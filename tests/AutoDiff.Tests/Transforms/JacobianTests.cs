using System;
using System.Linq;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

public sealed class JacobianTests
{
    private static readonly double[] Point = [0.3, -0.7, 1.1];

    [Theory]
    [InlineData(JacobianMode.Automatic)]
    [InlineData(JacobianMode.Forward)]
    [InlineData(JacobianMode.Reverse)]
    public void Is_the_matrix_of_partial_derivatives(JacobianMode mode)
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Point, new Shape(3));
        Variable<double> y = Stack(0, Select(x, 0, 0) * Select(x, 0, 1), Sin(Select(x, 0, 2)));
        int before = tape.Count;
        Variable<double> jacobian = tape.Jacobian(y, x, mode);
        Assert.Equal(new Shape(2, 3), jacobian.Shape);
        Assert.Equal([Point[1], Point[0], 0, 0, 0, Math.Cos(Point[2])], jacobian.ToArray());
        Assert.Equal(before + 1, tape.Count);
        Assert.False(jacobian.IsActive);
    }

    [Fact]
    public void Keeps_the_axes_of_both()
    {
        using Tape<double> tape = new();
        Variable<double> a = tape.Variable([1, 2, 3, 4, 5, 6], new Shape(2, 3)), b = tape.Variable([1, -1, 2, 0.5, 3, 1], new Shape(3, 2)), y = MatMul(a, b);
        foreach (JacobianMode mode in Enum.GetValues<JacobianMode>())
        {
            Variable<double> jacobian = tape.Jacobian(y, a, mode);
            Assert.Equal(new Shape(2, 2, 2, 3), jacobian.Shape);
            for (int at = 0; at < 24; at++)
            {
                int[] c = Reference.Coordinates(jacobian.Shape, at);
                Assert.Equal(c[0] == c[2] ? b.Values[(c[3] * 2) + c[1]] : 0, jacobian.Values[at]);
            }
        }
    }

    [Fact]
    public void Is_differentiated_again_if_recorded()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Point, new Shape(3)), y = x * x * x;
        foreach (JacobianMode mode in Enum.GetValues<JacobianMode>())
        {
            Variable<double> jacobian = tape.Jacobian(y, x, mode, record: true);
            Assert.Equal([.. Point.Select(p => 6 * p)], tape.Gradient(Sum(jacobian), x).ToArray(), new Core.Nearly(1e-14));
        }
    }

    [Fact]
    public void Of_many_results_is_made_in_batches()
    {
        using Tape<double> tape = new();
        double[] at = [.. Enumerable.Range(0, 600).Select(i => i / 600.0)];
        Variable<double> x = tape.Variable(at, new Shape(600));
        double[] jacobian = tape.Jacobian(Exp(x), x).ToArray();
        for (int i = 0; i < 600; i++)
            Assert.Equal(i % 7 == 0 ? Math.Exp(at[i]) : 0, jacobian[(i * 600) + (i % 7 == 0 ? i : (i + 1) % 600)], 1e-14);
    }

    [Fact]
    public void The_hessian_of_a_network_is_its_products_with_the_unit_vectors()
    {
        using Tape<double> tape = new();
        Random random = new(3);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        Variable<double> w = tape.Variable(Draw(200), new Shape(200)), x = tape.Constant(Draw(40), new Shape(5, 8)), target = tape.Constant(Draw(10), new Shape(5, 2));
        Variable<double> hidden = Tanh(Affine(x, Reshape(Slice(w, 0, 0, 128), new Shape(8, 16)), Slice(w, 0, 128, 16)));
        Variable<double> loss = Mean(Square(MatMul(hidden, Reshape(Slice(w, 0, 144, 32), new Shape(16, 2))) - target)) + Mean(Sin(Slice(w, 0, 176, 24)));
        BatchReport report = new();
        double[] hessian = tape.Hessian(loss, w, report: report).ToArray();
        Assert.Empty(report.Looped);
        for (int column = 0; column < 200; column++)
        {
            double[] unit = new double[200];
            unit[column] = 1;
            double[] product = tape.Hvp(loss, w, tape.Constant(unit, new Shape(200))).ToArray();
            for (int row = 0; row < 200; row++)
            {
                Assert.Equal(product[row], hessian[(row * 200) + column], 1e-13);
                Assert.Equal(hessian[(column * 200) + row], hessian[(row * 200) + column], 1e-13);
            }
        }
    }

    [Fact]
    public void The_gradient_of_a_hessian_is_the_third_derivative()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Point, new Shape(3)), y = Sum(x * x * x * x);
        Variable<double> trace = Sum(tape.Hessian(y, x, record: true));
        Assert.Equal([.. Point.Select(p => 24 * p)], tape.Gradient(trace, x).ToArray(), new Core.Nearly(1e-13));
    }

    [Fact]
    public void What_does_not_depend_is_refused_or_zero()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Point, new Shape(3)), other = tape.Variable(2), y = Sin(x);
        Assert.Contains("no path", Assert.Throws<TapeException>(() => tape.Jacobian(y, other)).Message, StringComparison.Ordinal);
        foreach (JacobianMode mode in Enum.GetValues<JacobianMode>())
            Assert.Equal([0, 0, 0], tape.Jacobian(y, other, mode, unconnected: Unconnected.Zero).ToArray());
        Assert.Equal(new double[9], tape.Hessian(Sum(2d * x), x).ToArray());
    }

    [Fact]
    public void Too_many_axes_are_refused()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1], new Shape(1, 1, 1, 1, 1));
        int before = tape.Count;
        ArgumentException error = Assert.Throws<ArgumentException>(() => tape.Jacobian(x, x));
        Assert.Equal("Jacobian: too many axes: the root is [1, 1, 1, 1, 1], the node [1, 1, 1, 1, 1], together 10 axes; need at most 8. Reshape one to a vector.", error.Message);
        Assert.Equal(before, tape.Count);
    }

    [Fact]
    public void Without_elements_is_empty()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([], new Shape(0)), y = Sin(x);
        Assert.Equal(new Shape(0, 0), tape.Jacobian(y, x).Shape);
        Assert.Equal([], tape.Jacobian(Sum(y), x).ToArray());
    }

    [Fact]
    public void Directional_derivatives_of_any_order()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([0.4, -0.2], new Shape(2)), v = tape.Constant([1, 2], new Shape(2));
        Variable<double> f = Exp(Sum(x * tape.Constant([0.5, 0.75], new Shape(2))));

        // Along v the exponent grows by 0.5 + 1.5 = 2 a unit.
        double value = Math.Exp(0.2 - 0.15);
        Variable<double>[] derivatives = tape.Directional(f, x, v, order: 6);
        Assert.Equal([.. Enumerable.Range(1, 6).Select(k => value * Math.Pow(2, k))], Array.ConvertAll(derivatives, d => d.Item()), new Core.Nearly(1e-13));
        Assert.False(derivatives[5].IsActive);
        Assert.Contains("no such order: 0", Assert.Throws<ArgumentException>(() => tape.Directional(f, x, v, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Directional_derivatives_of_a_polynomial_end()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(2), y = x * x * x;
        Assert.Equal([12, 12, 6, 0, 0], Array.ConvertAll(tape.Directional(y, x, tape.Constant(1), 5), d => d.Item()));
    }

    // (2 + 2t)³ = 8 (1 + t)³, also where the direction is the point itself.
    [Fact]
    public void A_direction_that_depends_on_the_point_stands_still()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(2), u = tape.Variable(3), y = x * x * x;
        Assert.Equal([24, 48, 48, 0], Array.ConvertAll(tape.Directional(y, x, x, 4), d => d.Item()));

        // d²/dt² (x + t u)³ = 6 x u².
        Assert.Equal(6 * 2 * 2 * 3, tape.Gradient(tape.Directional(y, x, u, 2, record: true)[1], u).Item());
    }

    [Fact]
    public void Value_and_gradient_come_together()
    {
        using Tape<double> tape = new();
        (Variable<double> value, Variable<double> gradient) = tape.ValueAndGradient(x => Sum(Square(x)), tape.Variable(Point, new Shape(3)));
        Assert.Equal(Point.Sum(p => p * p), value.Item(), 1e-15);
        Assert.Equal([.. Point.Select(p => 2 * p)], gradient.ToArray());
    }

    [Fact]
    public void Hessian_products_with_several_nodes_at_once()
    {
        using Tape<double> tape = new();
        Variable<double> a = tape.Variable(2), b = tape.Variable(3), f = a * a * b;

        // H = [[2b, 2a], [2a, 0]].
        Variable<double>[] products = tape.Hvp(f, [a, b], [tape.Constant(1), tape.Constant(10)]);
        Assert.Equal([6 + 40, 4], Array.ConvertAll(products, product => product.Item()));
    }
}

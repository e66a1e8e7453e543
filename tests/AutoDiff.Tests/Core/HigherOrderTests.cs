using System;
using AutoDiff.Checking;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

public sealed class HigherOrderTests
{
    [Fact]
    public void The_gradient_of_the_gradient_of_the_gradient()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(0.7), y = Sin(x) * Exp(x);
        Variable<double> first = tape.Gradient(y, x, record: true), second = tape.Gradient(first, x, record: true), third = tape.Gradient(second, x, record: true);
        double sin = Math.Sin(0.7), cos = Math.Cos(0.7), exp = Math.Exp(0.7);
        Assert.Equal(exp * (sin + cos), first.Item(), 1e-13);
        Assert.Equal(exp * 2 * cos, second.Item(), 1e-13);
        Assert.Equal(exp * 2 * (cos - sin), third.Item(), 1e-13);
        Assert.Equal(exp * -4 * sin, tape.Gradient(third, x).Item(), 1e-12);
    }

    [Fact]
    public void Forward_over_forward_over_reverse()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(1.3), one = tape.Constant(1), y = x * x * x * x;
        Variable<double> second = tape.Jvp(tape.Gradient(y, x, record: true), x, one, record: true);
        Assert.Equal(24 * 1.3, tape.Jvp(second, x, one).Item(), 1e-12);
    }

    [Fact]
    public void A_gradient_that_was_not_recorded_is_a_constant()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(2);
        Assert.False(tape.Gradient(x * x, x).IsActive);
        Assert.True(tape.Gradient(x * x, x, record: true).IsActive);
        Assert.Throws<TapeException>(() => tape.Gradient(tape.Gradient(x * x, x), x));
    }

    [Fact]
    public void The_hessian_of_a_small_network_times_a_vector()
    {
        double[] weights = [0.3, -0.2, 0.5, 0.7, -0.4, 0.1], v = [1, -1, 0.5, 2, 0.3, -0.7];
        double[] Gradient(double step)
        {
            using Tape<double> tape = new();
            Variable<double> w = tape.Variable(Array.ConvertAll(weights, x => x), new Shape(2, 3));
            Variable<double> moved = w + (step * tape.Constant(v, new Shape(2, 3)));
            return tape.Gradient(Loss(moved), w).ToArray();
        }

        using Tape<double> tape = new();
        Variable<double> w = tape.Variable(weights, new Shape(2, 3)), loss = Loss(w);
        double[] product = tape.Hvp(loss, w, tape.Constant(v, new Shape(2, 3))).ToArray();
        const double Step = 1e-5;
        double[] up = Gradient(Step), down = Gradient(-Step);
        for (int i = 0; i < product.Length; i++)
            Assert.Equal((up[i] - down[i]) / (2 * Step), product[i], 1e-8);

        static Variable<double> Loss(Variable<double> w) => Sum(Square(Tanh(MatMul(w.Tape.Constant([1, 2, -1, 0.5], new Shape(2, 2)), w))));
    }

    [Fact]
    public void Forward_is_the_transpose_of_reverse_where_one_node_depends_on_another()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(0.4), y = Sin(x), z = y * x;
        Variable<double> xDot = tape.Constant(2), yDot = tape.Constant(3);
        Variable<double>[] gradients = tape.Gradient(z, [x, y, x]);
        double along = (2 * gradients[0].Item()) + (3 * gradients[1].Item()) + (5 * gradients[2].Item());
        foreach (bool record in new[] { false, true })
            Assert.Equal(along, tape.Jvp([z], [x, y, x], [xDot, yDot, tape.Constant(5)], record)[0].Item(), 1e-14);
    }

    [Fact]
    public void Tangents_of_several_roots_come_from_one_walk()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(3), y = x * x, z = y * x;
        Variable<double>[] tangents = tape.Jvp([z, y, x], [x], [tape.Constant(1)]);
        Assert.Equal([27, 6, 1], Array.ConvertAll(tangents, tangent => tangent.Item()));
    }

    [Fact]
    public void The_dynamic_graph_of_the_moment_is_differentiated()
    {
        foreach (double at in new[] { 0.3, 1.7, -2.0 })
        {
            using Tape<double> tape = new();
            Variable<double> x = tape.Variable(at);
            double expected = at < 0 ? -1 : 1;
            Variable<double> y = at < 0 ? Negate(x) : x;
            while (y.Item() < 10)
            {
                y = y * 2d;
                expected *= 2;
            }

            Assert.Equal(expected, tape.Gradient(y, x).Item());
        }
    }

    [Fact]
    public void Whole_models_pass_the_check()
    {
        Parameter<double> weight = new("weight", new Shape(3, 2), [0.1, -0.2, 0.3, 0.4, -0.5, 0.6]), bias = new("bias", new Shape(2), [0.05, -0.1]);
        GradientCheck.Of(tape => Sum(Square(Tanh(Affine(tape.Constant([1, 2, 3, -1, 0.5, 0.2], new Shape(2, 3)), tape.Use(weight), tape.Use(bias))))), [weight, bias])
            .AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    // The factors of the slopes come down to 0 before their exponents do; 0 · 0^-1 must not arise.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Powers_of_zero_with_whole_exponents_have_every_order(int exponent)
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(0), reverse = Power(x, exponent), forward = reverse;
        for (int order = 1; order <= exponent + 3; order++)
        {
            reverse = tape.Gradient(reverse, x, record: true, Unconnected.Zero);
            forward = tape.Jvp(forward, x, tape.Constant(1), record: true, Unconnected.Zero);
            double expected = order == exponent ? (order == 3 ? 6 : 1) : 0;
            Assert.Equal((expected, expected), (reverse.Item(), forward.Item()));
        }
    }
}

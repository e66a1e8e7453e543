using System;
using AutoDiff.Properties;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

/// <summary>Gradients of runs of a longer array arrive in any order, with gaps and overlaps: each element gets what is its own.</summary>
public sealed class ViewGradientTests
{
    [Fact]
    public void Runs_in_any_order_add_up_to_the_right_gradient() => Check.Seeds(seed =>
    {
        Random random = new(seed);
        int length = random.Next(1, 9);
        bool isParameter = random.Next(2) == 0;
        Parameter<double> parameter = new("x", new Shape(length, 2));
        double[] expected = new double[2 * length];
        using Tape<double> tape = new();
        // At 0 the slope of x² + x is 1: the gradient of a value in between is that of the parameter.
        Variable<double> x = isParameter ? tape.Use(parameter) : Square(tape.Use(parameter)) + tape.Use(parameter);
        Variable<double> loss = Sum(x) * 0.0;
        for (int run = random.Next(1, 8); run > 0; run--)
        {
            int start = random.Next(length), count = random.Next(1, length - start + 1);
            loss += Sum(Slice(x, 0, start, count)) * (double)run;
            for (int i = 2 * start; i < 2 * (start + count); i++)
                expected[i] += run;
        }

        tape.Backward(loss);
        Assert.Equal(expected, parameter.Gradient.ToArray());
        return null;
    }, cases: 50);
}

using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

// What a reduction gives where nothing meets: the worked cases cannot show results that are not finite.
public sealed class EmptyReductionTests
{
    [Fact]
    public void A_sum_is_zero() => Assert.Equal([0, 0], Over(x => Sum(x, 0)));

    [Fact]
    public void A_mean_is_not_a_number() => Assert.Equal([double.NaN, double.NaN], Over(x => Mean(x, 0)));

    [Fact]
    public void A_logarithm_of_a_sum_of_exponentials_is_minus_infinity() =>
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], Over(x => LogSumExp(x, 0)));

    [Fact]
    public void An_extreme_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Over(x => Max(x, 0)));
        Assert.Throws<ArgumentException>(() => Over(x => Min(x)));
    }

    [Fact]
    public void A_mean_has_slopes_of_zero()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([], new Shape(0, 2)), y = Mean(x, 0);
        Assert.Equal([0, 0], tape.Jvp(y, x, tape.Constant([], new Shape(0, 2))).ToArray());
        Assert.Equal(0, tape.Vjp([y], [tape.Fill(1, y.Shape)], [x])[0].Shape.Count);
    }

    [Fact]
    public void Extremes_share_their_slope_evenly_among_ties()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 3, 3, 2, 2, 2], new Shape(2, 3));
        Assert.Equal([0, 0.5, 0.5, 1 / 3.0, 1 / 3.0, 1 / 3.0], tape.Gradient(Sum(Max(x, 1)), x).ToArray());
        Assert.Equal([1, 0, 0, 1 / 3.0, 1 / 3.0, 1 / 3.0], tape.Gradient(Sum(Min(x, 1)), x).ToArray());
    }

    private static double[] Over(Func<Variable<double>, Variable<double>> reduce)
    {
        using Tape<double> tape = new();
        return reduce(tape.Variable([], new Shape(0, 2))).ToArray();
    }
}

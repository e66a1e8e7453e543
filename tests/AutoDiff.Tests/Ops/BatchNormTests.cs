using System;
using AutoDiff.Checking;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Operations;

public sealed class BatchNormTests
{
    [Fact]
    public void Statistics_are_the_channels_own()
    {
        using Tape<double> tape = new();
        (Variable<double> mean, Variable<double> variance) = BatchStatistics(tape.Variable([1, 3, 10, 10, 5, 7, 20, 20], new Shape(2, 2, 2)));
        Assert.Equal([4.0, 15], mean.Values);
        Assert.Equal([5.0, 25], variance.Values);
    }

    [Fact]
    public void Given_statistics_make_it_affine()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2, 3, 4], new Shape(2, 2)), mean = tape.Constant([1, 0], new Shape(2)), variance = tape.Constant([3, 0], new Shape(2));
        Variable<double> y = BatchNorm(x, mean, variance, tape.Constant([2, 1], new Shape(2)), tape.Constant([0, 5], new Shape(2)), 1);
        Assert.Equal([0.0, 7, 2, 9], y.Values);
        Assert.Equal([1.0, 1, 1, 1], tape.Gradient(Sum(y), x).Values);
    }

    [Theory]
    [InlineData(4, 3, 0)]
    [InlineData(3, 2, 5)]
    public void Gradients_pass_through_the_statistics(int batch, int channels, int places)
    {
        Shape x = places == 0 ? new(batch, channels) : new(batch, channels, places), own = new(channels);
        GradientCheck.Of(
            v =>
            {
                (Variable<double> mean, Variable<double> variance) = BatchStatistics(v[0]);
                return Sum(Tanh(BatchNorm(v[0], mean, variance, v[1], v[2])) * v[0]);
            },
            [new WorkedInput(x), new WorkedInput(own), new WorkedInput(own)])
            .Assert();
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(new double[6], new Shape(2, 3)), own = tape.Variable(new double[3], new Shape(3)), other = tape.Variable(new double[2], new Shape(2));
        Refuses("BatchNorm: the mean does not fit: it is [2], x is [2, 3]; need a number for each channel, [3].", () => BatchNorm(x, other, own));
        Refuses("BatchNorm: the shift does not fit: it is [2], x is [2, 3]; need a number for each channel, [3].", () => BatchNorm(x, own, own, own, other));
        Refuses("BatchNorm: not an epsilon: -1; need a small number that is not negative.", () => BatchNorm(x, own, own, epsilon: -1));
        Refuses("BatchStatistics: no channels: x is [3]; need [batch, channels, ...].", () => BatchStatistics(own));
    }

    private static void Refuses(string message, Func<object> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
}

using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Operations;

public sealed class PoolingTests
{
    [Fact]
    public void Elements_that_tie_share_evenly_whatever_their_order()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([0, 3, 3, 1, 0, 0, 0, 0], new Shape(8));
        Variable<double> y = MaxPool1d(x, 4);
        Assert.Equal([3.0, 0], y.Values);
        Assert.Equal([0, 0.5, 0.5, 0, 0.25, 0.25, 0.25, 0.25], tape.Gradient(Sum(y), x).Values);
        Assert.Equal([1.5, 0.25], tape.Jvp(y, x, tape.Constant([9, 1, 2, 9, 1, 0, 0, 0], x.Shape)).Values);
    }

    [Fact]
    public void A_nan_spoils_its_windows_and_no_others()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, double.NaN, 2, 4], new Shape(4));
        Variable<double> y = MaxPool1d(x, 2);
        Assert.Equal([double.NaN, 4], y.Values);
        Assert.Equal([double.NaN, double.NaN, 0, 1], tape.Gradient(Sum(y), x).Values);
    }

    [Fact]
    public void Padding_counts_as_zeros_or_not_at_all()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([2, 4, 6, 8], new Shape(2, 2));
        Assert.Equal([0.5, 1, 1.5, 2], AveragePool2d(x, 2, 2, 1).Values);
        Assert.Equal([2.0, 4, 6, 8], AveragePool2d(x, 2, 2, 1, countPadding: false).Values);
        Assert.Equal([-1.0], MaxPool1d(tape.Variable([-1], new Shape(1)), 3, 1, 1).Values);
    }
}

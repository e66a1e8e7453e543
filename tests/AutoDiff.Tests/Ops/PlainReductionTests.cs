using System;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

// Reductions whose results are plain numbers and answers.
public sealed class PlainReductionTests
{
    [Fact]
    public void The_first_of_several_extremes_is_found()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Constant([1, 5, 5, -2, 0, -2], new Shape(2, 3));
        Assert.Equal((1, 3), (ArgMax(x), ArgMin(x)));
        Assert.Equal([1, 1], ArgMax(x, -1));
        Assert.Equal([0, 0, 0], ArgMax(x, 0));
        Assert.Equal([0, 0], ArgMin(x, 1));
        Assert.Equal([1, 1, 1], ArgMin(x, 0));
        Assert.Equal([5, 0], Pick(x, ArgMax(x, -1)).ToArray());
    }

    [Fact]
    public void The_first_NaN_is_the_extreme()
    {
        using Tape<float> tape = new();
        Variable<float> x = tape.Constant([1, float.NaN, 9, float.NaN], new Shape(4));
        Assert.Equal((1, 1), (ArgMax(x), ArgMin(x)));
    }

    [Fact]
    public void Places_are_found_along_a_middle_axis()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Constant([0, 7, 3, 1, 2, 2, 4, 8, 4, 9, 5, 0], new Shape(2, 3, 2));
        Assert.Equal([1, 0, 2, 1], ArgMax(x, 1));
        Assert.Equal([0, 1, 0, 2], ArgMin(x, 1));
    }

    [Fact]
    public void Nothing_to_choose_from_is_refused()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Constant([], new Shape(2, 0));
        Assert.Contains("ArgMax: no elements", Assert.Throws<ArgumentException>(() => ArgMax(x)).Message, StringComparison.Ordinal);
        Assert.Contains("ArgMin: no elements", Assert.Throws<ArgumentException>(() => ArgMin(x, 1)).Message, StringComparison.Ordinal);
        Assert.Empty(ArgMax(x, 0));
        Assert.Contains("axis 2", Assert.Throws<ArgumentException>(() => ArgMax(x, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_other_than_0_are_counted()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Constant([0, 1, -0.0, double.NaN, 2, 0], new Shape(2, 3));
        Assert.Equal((3, true, false), (CountNonZero(x), Any(x), All(x)));
        Assert.Equal([1, 2], CountNonZero(x, 1));
        Assert.Equal([1, 2, 0], CountNonZero(x, 0));
        Assert.Equal([true, true, false], Any(x, 0));
        Assert.Equal([false, true, false], All(x, 0));
        Variable<double> empty = tape.Constant([], new Shape(0, 2));
        Assert.Equal((0, false, true), (CountNonZero(empty), Any(empty), All(empty)));
        Assert.Equal([true, true], All(empty, 0));
        Assert.Contains("All: ", Assert.Throws<ArgumentException>(() => All(x, 2)).Message, StringComparison.Ordinal);
    }
}

using System;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class LossTests
{
    private static readonly double[] Logits = [0.5, -1, 2, 0, 0, 0];
    private static readonly int[] Targets = [2, 1];

    [Theory]
    [InlineData(LossReduction.Sum, 1)]
    [InlineData(LossReduction.Mean, 0.5)]
    public void Cross_entropy_is_the_surprise_in_nats_and_its_gradient_the_probabilities_less_the_target(LossReduction reduction, double share)
    {
        Parameter<double> parameter = new("logits", new Shape(2, 1, 3), Logits);
        using Tape<double> tape = new();
        Variable<double> loss = Losses.SoftmaxCrossEntropy(tape.Use(parameter), Targets, reduction);
        double total = Math.Exp(0.5) + Math.Exp(-1) + Math.Exp(2);
        Assert.Equal(Shape.Scalar, loss.Shape);
        Assert.Equal(share * (Math.Log(total) - 2 + Math.Log(3)), loss.Item(), 1e-14);
        tape.Backward(loss);
        double[] expected = [Math.Exp(0.5) / total, Math.Exp(-1) / total, (Math.Exp(2) / total) - 1, 1 / 3.0, -2 / 3.0, 1 / 3.0];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(share * expected[i], parameter.Gradient[i], 1e-14);
    }

    [Theory]
    [InlineData(LossReduction.Sum, 1)]
    [InlineData(LossReduction.Mean, 0.25)]
    public void Squared_error_has_no_half(LossReduction reduction, double share)
    {
        Parameter<double> parameter = new("prediction", new Shape(2, 2), [1, 2, 3, 4]);
        using Tape<double> tape = new();
        Variable<double> loss = Losses.SquaredError(tape.Use(parameter), tape.Constant([1, 0, 0, 5], new Shape(2, 2)), reduction);
        Assert.Equal(share * 14, loss.Item());
        tape.Backward(loss);
        Assert.Equal([0, share * 4, share * 6, share * -2], parameter.Gradient);
    }

    [Fact]
    public void Nothing_has_a_sum_but_no_mean()
    {
        using Tape<float> tape = new();
        Variable<float> none = tape.Constant([], new Shape(0, 3));
        long before = tape.Counters.Nodes;
        Refuses("SoftmaxCrossEntropy: there is no loss reduction 7; need one of Sum, Mean.", () => Losses.SoftmaxCrossEntropy(none, [], (LossReduction)7));
        Assert.Throws<ArgumentException>(() => Losses.SoftmaxCrossEntropy(none, [], LossReduction.Mean));
        Assert.Throws<ArgumentException>(() => Losses.SquaredError(none, none, LossReduction.Mean));
        Assert.Equal(before, tape.Counters.Nodes);
        Assert.Equal(0, Losses.SoftmaxCrossEntropy(none, [], LossReduction.Sum).Item());
        Assert.Equal(0, Losses.SquaredError(none, none, LossReduction.Sum).Item());
        Refuses(
            "SoftmaxCrossEntropy: nothing to average: the losses are [0]; need at least one target. Use LossReduction.Sum where there may be none.",
            () => Losses.SoftmaxCrossEntropy(none, [], LossReduction.Mean));
        Refuses(
            "SquaredError: nothing to average: the losses are [0, 3]; need at least one target. Use LossReduction.Sum where there may be none.",
            () => Losses.SquaredError(none, none, LossReduction.Mean));
        Refuses("SquaredError: there is no loss reduction 2; need one of Sum, Mean.", () => Losses.SquaredError(none, none, (LossReduction)2));
        Refuses("SoftmaxCrossEntropy: there is no loss reduction -1; need one of Sum, Mean.", () => Losses.SoftmaxCrossEntropy(none, [], (LossReduction)(-1)));
    }

    [Fact]
    public void Targets_that_do_not_fit_are_refused()
    {
        using Tape<float> tape = new();
        Variable<float> row = tape.Constant([1, 2, 3], new Shape(1, 3)), column = tape.Constant([1, 2, 3], new Shape(3, 1));
        Refuses(
            "SquaredError: shapes differ: the prediction is [1, 3], the target [3, 1]; need equal shapes. Reshape one?",
            () => Losses.SquaredError(row, column, LossReduction.Sum));
        Assert.Throws<ArgumentException>(() => Losses.SoftmaxCrossEntropy(row, [3], LossReduction.Sum));
        Assert.Throws<ArgumentException>(() => Losses.SoftmaxCrossEntropy(row, [0, 1], LossReduction.Sum));
    }

    private static void Refuses(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}

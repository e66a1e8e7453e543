using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Flow;

public sealed class ClosedFormTests
{
    [Theory]
    [InlineData(0.9)]
    [InlineData(-0.5)]
    [InlineData(1)]
    [InlineData(1.3)]
    public void A_linear_unit_multiplies_by_its_weight_with_each_step(double w)
    {
        const int steps = 12;
        FlowReport report = Flows.Of(Flows.Summed(new LinearCell(w), steps));
        Assert.Equal(Enumerable.Range(0, steps), report.Losses.Select(loss => loss.Step));
        foreach (FollowedLoss loss in report.Losses)
        {
            Assert.Equal(loss.Step + 1, loss.Norms.Count);
            for (int lag = 0; lag <= loss.Step; lag++)
                Assert.Equal(Math.Pow(Math.Abs(w), lag), loss.Norms[lag], 12);
        }

        for (int lag = 0; lag < steps; lag++)
            Assert.Equal(Math.Pow(Math.Abs(w), lag), report.LagNorms[lag], 12);
        for (int step = 0; step < steps; step++)
            Assert.Equal(Math.Abs(Enumerable.Range(0, steps - step).Sum(lag => Math.Pow(w, lag))), report.Places[0].Steps[step], 11);
        Assert.Equal(Math.Abs(w), report.Bias.DecayRate, 12);
        Assert.Equal(Math.Abs(w), report.GrowthRate, 12);
        Assert.Equal(steps, report.Transitions.Count);
        Assert.All(report.Transitions, transition => Assert.Equal((Math.Abs(w), Math.Abs(w)), (Math.Round(transition.Norm, 12), Math.Round(transition.Radius, 12))));
    }

    // Norms whose squares, or whose inverses, are no numbers.
    [Theory]
    [InlineData(1e-170)]
    [InlineData(3e-320)]
    [InlineData(1e200)]
    public void A_step_may_shrink_or_stretch_as_far_as_numbers_go(double w)
    {
        FlowReport report = Flows.Of(Flows.Summed(new MatrixCell(2, [w, 0, 0, w]), 2), new FlowOptions { Losses = 1, Transitions = 1 });
        double[] expected = [Math.Sqrt(2), Math.Sqrt(2) * w, w, w, w], actual =
            [.. report.LagNorms, report.GrowthRate, report.Transitions[0].Norm, report.Transitions[0].Radius];
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second / pair.First, 0.999, 1.001));
        Assert.Equal(report.LagNorms, report.Places[0].Lags);
    }

    // dL[T]/dw is T equal parts, one for each lag.
    [Fact]
    public void A_linear_unit_s_window_misses_its_steps()
    {
        const int steps = 10;
        FlowReport report = Flows.Of(Flows.Summed(new LinearCell(0.7), steps), new FlowOptions { Losses = 1, BiasWindows = [3, 1, 7, 10, 30] }, Flows.From(0.9));
        Assert.Equal([1, 3, 7, 10, 30], report.Bias.Measured.Select(bias => bias.Window));
        foreach (WindowBias bias in report.Bias.Measured)
        {
            Assert.Equal((double)(steps - Math.Min(steps, bias.Window)) / steps, bias.Relative, 12);
            Assert.Equal(1, bias.Cosine, 12);
        }
    }

    // Beyond what is seen the geometric series goes on: a window of k misses w^k of 1 / (1 - w).
    [Fact]
    public void The_estimate_is_the_geometric_series()
    {
        TruncationBias bias = Flows.Of(Flows.Summed(new LinearCell(0.8), 9)).Bias;
        for (int window = 1; window < 40; window++)
            Assert.Equal(Math.Pow(0.8, window), bias.Estimate(window), 12);
        foreach (double allowed in (double[])[0.9, 0.5, 0.1, 0.01, 1e-6])
        {
            int window = bias.Suggest(allowed)!.Value;
            Assert.Equal((int)Math.Ceiling(Math.Log(allowed) / Math.Log(0.8)), window);
        }

        Assert.Equal(Math.Log(0.5) / Math.Log(0.8), bias.HalfLife, 9);
        // What has faded below the smallest number is no cut: the rate is that of the lags before.
        TruncationBias faded = Flows.Of(Flows.Summed(new LinearCell(1e-60), 9)).Bias;
        Assert.Equal((1e-60, 1), (faded.DecayRate, faded.Suggest(0.1)), (a, b) => Math.Abs((a.Item1 / b.Item1) - 1) < 1e-9 && a.Item2 == b.Item2);
        TruncationBias growing = Flows.Of(Flows.Summed(new LinearCell(1.1), 9)).Bias;
        Assert.Equal((null, 1.0, double.PositiveInfinity), (growing.Suggest(0.5), growing.Estimate(1000), growing.HalfLife));
    }

    [Fact]
    public void Transitions_of_a_diagonal_and_of_a_rotation_are_known()
    {
        FlowReport diagonal = Flows.Of(Flows.Summed(new MatrixCell(3, [0.3, 0, 0, 0, -0.8, 0, 0, 0, 0.5]), 40));
        Assert.All(diagonal.Transitions, transition => Assert.Equal(0.8, transition.Norm, 6));
        Assert.All(diagonal.Transitions, transition => Assert.Equal(0.8, transition.Radius, 9));
        Assert.Equal(0.8, diagonal.GrowthRate, 3);

        FlowReport rotation = Flows.Of(Flows.Summed(new MatrixCell(2, [Math.Cos(1), Math.Sin(1), -Math.Sin(1), Math.Cos(1)]), 40));
        Assert.All(rotation.Losses, loss => Assert.All(loss.Norms, norm => Assert.Equal(Math.Sqrt(2), norm, 12)));
        Assert.All(rotation.Transitions, transition => Assert.Equal((1.0, 1.0), (Math.Round(transition.Norm, 12), Math.Round(transition.Radius, 12))));
        Assert.Equal((1.0, 1.0), (Math.Round(rotation.GrowthRate, 12), Math.Round(rotation.Bias.DecayRate, 12)));
        Assert.Empty(rotation.Verdicts);
        Assert.Null(rotation.Bias.Suggest(0.1));
    }

    // A shear stretches once by its norm and in the long run by its eigenvalues.
    [Fact]
    public void Norm_and_radius_are_told_apart()
    {
        const double stretch = 4;
        Transition shear = Flows.Of(Flows.Summed(new MatrixCell(2, [0.5, stretch, 0, 0.25]), 3)).Transitions[0];
        double trace = 0.25 + (stretch * stretch) + 0.0625, determinant = 0.125 * 0.125;
        Assert.Equal(Math.Sqrt((trace + Math.Sqrt((trace * trace) - (4 * determinant))) / 2), shear.Norm, 6);
        Assert.Equal(0.5, shear.Radius, 6);
    }

    [Fact]
    public void The_norm_over_several_steps_is_that_of_the_product()
    {
        UnrolledSequence<double, HiddenState<double>> sequence = Flows.Summed(new MatrixCell(2, [0, 2, 0.5, 0]), 9);
        using GradientFlow<double, StackState<double, HiddenState<double>>> flow = new(Flows.Everything);
        Assert.Equal([2.0, 1, 2, 1, 2], Enumerable.Range(1, 5).Select(steps => Math.Round(flow.MeasureTransition(sequence, 3, 3 + steps).Norm, 6)));
        Assert.Equal((2, 8), (flow.MeasureTransition(sequence, 2, 8).From, flow.MeasureTransition(sequence, 2, 8).To));
    }

    // The sigmoid's slope is at most 1/4: with weights of norm 1 every step shortens to a quarter or less, whatever the inputs.
    [Fact]
    public void Sigmoid_units_with_orthogonal_weights_vanish()
    {
        ElmanCell<double> cell = new(2, 6, new RandomStream(1), Activation.Sigmoid);
        FlowReport report = Flows.Of(Flows.Summed(cell, 12, 3));
        Assert.All(report.Transitions, transition => Assert.InRange(transition.Norm, 0.01, 0.25 + 1e-12));
        Assert.All(report.Losses, loss => Assert.All(loss.Norms.Zip(loss.Norms.Skip(1)), pair => Assert.True(pair.Second <= 0.25 * pair.First)));
        FlowVerdict verdict = Assert.Single(report.Verdicts);
        Assert.Equal(FlowCondition.Vanishing, verdict.Condition);
        Assert.Contains("must vanish", verdict.Finding, StringComparison.Ordinal);
        Assert.Contains("LSTM", verdict.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdicts_name_the_step_and_the_cure()
    {
        FlowVerdict vanishing = Assert.Single(Flows.Of(Flows.Summed(new LinearCell(0.2), 12)).Verdicts);
        Assert.Equal((FlowCondition.Vanishing, 6), (vanishing.Condition, vanishing.Step));
        Assert.Contains("window of 5", vanishing.Cure, StringComparison.Ordinal);

        // 2^4 is the first power of 2 above 10.
        FlowVerdict exploding = Assert.Single(Flows.Of(Flows.Summed(new LinearCell(2), 12)).Verdicts);
        Assert.Equal((FlowCondition.Exploding, 7), (exploding.Condition, exploding.Step));
        Assert.Contains("0.5 to 10 times its average", exploding.Cure, StringComparison.Ordinal);
        Assert.Contains("2048 times", exploding.Finding, StringComparison.Ordinal);

        Assert.Equal((FlowCondition.Cut, 10), (Assert.Single(Flows.Of(Flows.Summed(new LinearCell(0), 12)).Verdicts) is var cut ? cut.Condition : default, cut.Step));
        Assert.Empty(Flows.Of(Flows.Summed(new LinearCell(0.9), 12)).Verdicts);
        Assert.Empty(Flows.Of(Flows.Summed(new LinearCell(2), 12), new FlowOptions { ExplodingRatio = 1e6 }).Verdicts);
    }
}

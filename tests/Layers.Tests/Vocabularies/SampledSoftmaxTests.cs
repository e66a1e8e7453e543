using System;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Layers;

public sealed class SampledSoftmaxTests
{
    private const int Inputs = 3, Classes = 24;
    private static readonly int[] Targets = [0, 23, 5, 11];

    [Fact]
    public void With_all_classes_as_candidates_it_is_the_softmax()
    {
        SampledSoftmax<double> layer = Layer(Classes);
        using Tape<double> tape = new();
        Variable<double> x = X(tape), full = Losses.SoftmaxCrossEntropy(layer.Scores(x), Targets, LossReduction.Mean),
            sampled = layer.Loss(x, Targets, new RandomStream(4), LossReduction.Mean);
        Assert.Equal(full.Item(), sampled.Item(), 1e-13);
        Variable<double>[] sources = [x, tape.Use(layer.Weight), tape.Use(layer.Bias!)];
        Variable<double>[] expected = tape.Gradient(full, sources), actual = tape.Gradient(sampled, sources);
        for (int i = 0; i < sources.Length; i++)
            Assert.Equal(0, Distance(expected[i].Values, actual[i].Values), 1e-13);
    }

    // Over all draws the mean of e^loss is that of the full softmax: the sum in the logarithm is estimated without bias, and so the loss, by Jensen, from below.
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public void The_sum_over_all_classes_is_estimated_without_bias(int candidates)
    {
        SampledSoftmax<double> layer = Layer(candidates);
        using Tape<double> tape = new();
        Variable<double> x = X(tape);
        double[] full = SoftmaxCrossEntropy(layer.Scores(x), Targets).ToArray();
        for (int row = 0; row < Targets.Length; row++)
        {
            double mean = 0, loss = 0;
            foreach ((double part, int[] drawn) in Draws.All(layer.Candidates))
            {
                double one = layer.Loss(Slice(x, 0, row, 1), Targets.AsSpan(row, 1), drawn, LossReduction.Sum).Item();
                mean += part * Math.Exp(one);
                loss += part * one;
            }

            Assert.Equal(1, mean / Math.Exp(full[row]), 1e-9);
            Assert.True(loss <= full[row] + 1e-9);
        }
    }

    // Over all draws: the mean gradient's distance from the full one falls, and reaches 0.
    [Fact]
    public void The_mean_gradient_approaches_the_full_one_as_candidates_become_more()
    {
        SampledSoftmax<double> all = Layer(Classes);
        double[] full = Gradient(all, tape => Losses.SoftmaxCrossEntropy(all.Scores(X(tape)), Targets, LossReduction.Sum));
        double before = double.PositiveInfinity;
        foreach (int candidates in (int[])[2, 4, 8, 16, Classes])
        {
            SampledSoftmax<double> sampled = Layer(candidates);
            double[] mean = Mean(sampled, drawn => tape => sampled.Loss(X(tape), Targets, drawn, LossReduction.Sum));
            double distance = Distance(full, mean);
            Assert.True(distance < before, $"{candidates} candidates: {distance}, before {before}");
            before = distance;
        }

        Assert.Equal(0, before, 1e-9);
    }

    // Where scores are log-probabilities and targets are distributed so, the mean gradient over targets and draws is 0.
    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void Noise_contrastive_estimation_has_its_optimum_at_the_log_probabilities(int candidates)
    {
        SampledSoftmax<double> layer = Layer(candidates);
        layer.Weight.Write().Clear();
        double[] p = [.. Enumerable.Range(0, Classes).Select(i => 1.5 + Math.Sin(3 * i))], mean = new double[Classes];
        double total = p.Sum();
        for (int i = 0; i < Classes; i++)
            layer.Bias!.Write()[i] = Math.Log(p[i] / total);
        for (int target = 0; target < Classes; target++)
        {
            double[] one = Mean(layer, drawn => tape => layer.ContrastiveLoss(tape.Constant([1, 2, 3], new Shape(1, Inputs)), [target], drawn, LossReduction.Sum));
            for (int i = 0; i < Classes; i++)
                mean[i] += p[target] / total * one[(Classes * Inputs) + i];
        }

        Assert.All(mean, one => Assert.Equal(0, one, 1e-9));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Derivatives_hold_to_second_order(bool bias)
    {
        SampledSoftmax<double> layer = Layer(6, bias);
        int[] drawn = new int[6];
        layer.Candidates.Draw(new RandomKey(1, 2), drawn);
        GradientCheck.Of(tape => layer.Loss(X(tape), Targets, drawn, LossReduction.Sum)).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
        GradientCheck.Of(tape => layer.ContrastiveLoss(X(tape), Targets, drawn, LossReduction.Mean)).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    [Fact]
    public void Only_the_rows_of_targets_and_candidates_are_touched()
    {
        SampledSoftmax<float> layer = new(Inputs, 100_000, 20, new RandomStream(1), name: "words");
        Assert.Equal(["words.weight [100000, 3]", "words.bias [100000]"], layer.Parameters.Select(parameter => parameter.ToString()));
        int[] drawn = new int[20];
        layer.Candidates.Draw(new RandomKey(9, 0), drawn);
        using Tape<float> tape = new();
        tape.Backward(layer.Loss(tape.Constant([1, 2, 3, -1, -2, -3], new Shape(2, 1, Inputs)), [77_777, 0], new RandomStream(9), LossReduction.Mean));
        foreach (Parameter<float> parameter in layer.Parameters)
        {
            Assert.True(parameter.HasRowGradient);
            Assert.Equal(drawn.Append(77_777).Append(0).Distinct().Order(), parameter.GradientRows.ToArray().Order());
        }
    }

    [Fact]
    public void The_only_candidate_may_be_the_target()
    {
        SampledSoftmax<double> layer = Layer(1);
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2, 3], new Shape(1, Inputs)), loss = layer.Loss(x, [7], [7], LossReduction.Sum);
        Assert.Equal(0, loss.Item());
        Assert.Equal([0.0, 0, 0], tape.Gradient(loss, x).ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        SampledSoftmax<double> layer = Layer(4);
        using Tape<double> tape = new();
        Variable<double> x = X(tape);
        Refuses("SampledSoftmax: the inputs do not fit: they are [3, 4]; need [..., 3], 3 features in each row.", () => layer.Scores(Reshape(x, new Shape(3, 4))));
        Refuses(
            "SampledSoftmax: counts differ: 4 rows in inputs [4, 3], 1 targets; need one target for each row.",
            () => layer.Loss(x, [0], new RandomStream(1), LossReduction.Sum));
        Refuses("SampledSoftmax: target 24 at position 3 is no class; need 0 to 23.", () => layer.Loss(x, [0, 0, 0, 24], new RandomStream(1), LossReduction.Sum));
        RandomStream stream = new(1);
        Refuses("SampledSoftmax: target 24 at position 3 is no class; need 0 to 23.", () => layer.ContrastiveLoss(x, [0, 0, 0, 24], stream, LossReduction.Sum));
        Assert.Equal(0ul, stream.Position);
        Refuses("SampledSoftmax: candidate -1 at position 0 is no class; need 0 to 23.", () => layer.Loss(x, Targets, [-1, 3], LossReduction.Sum));
        Refuses(
            "SampledSoftmax: the candidates do not rise: 3 at position 1 comes after 3; need different classes in rising order, as Candidates.Draw gives them.",
            () => layer.ContrastiveLoss(x, Targets, [3, 3], LossReduction.Sum));
        Refuses(
            "SampledSoftmax: nothing to average: there are no targets; need at least one. Use LossReduction.Sum where there may be none.",
            () => layer.Loss(tape.Constant([], new Shape(0, Inputs)), [], stream, LossReduction.Mean));
        Refuses("SampledSoftmax: there is no loss reduction 3; need one of Sum, Mean.", () => layer.ContrastiveLoss(x, Targets, stream, (LossReduction)3));
        Refuses("SampledSoftmax: there is no loss reduction 3; need one of Sum, Mean.", () => layer.Loss(x, Targets, [3], (LossReduction)3));
        Assert.Equal(0ul, stream.Position);
        Refuses("LogUniformCandidates: 25 of 24 classes; need 1 or more, and not more than there are.", () => Layer(25));
        Refuses("SampledSoftmax: a size is not positive: inputSize is 0, classes is 3; need 1 or more each.", () => new SampledSoftmax<float>(0, 3, 1, new RandomStream(1)));
    }

    // The same weights for every number of candidates.
    private static SampledSoftmax<double> Layer(int candidates, bool bias = true)
    {
        SampledSoftmax<double> layer = new(Inputs, Classes, candidates, new RandomStream(1), bias);
        for (int k = 0; k < layer.Parameters.Count; k++)
        {
            Span<double> values = layer.Parameters[k].Write();
            for (int i = 0; i < values.Length; i++)
                values[i] = Math.Sin((1.7 * (i + 1)) + k);
        }

        return layer;
    }

    private static Variable<double> X(Tape<double> tape) =>
        tape.Variable([.. Enumerable.Range(1, Targets.Length * Inputs).Select(i => Math.Cos(i))], new Shape(Targets.Length, Inputs));

    // Of weight and bias, one after the other.
    private static double[] Gradient(SampledSoftmax<double> layer, Func<Tape<double>, Variable<double>> loss)
    {
        layer.ClearGradients();
        using Tape<double> tape = new();
        tape.Backward(loss(tape));
        return [.. layer.Parameters.SelectMany(parameter => parameter.Gradient.ToArray())];
    }

    private static double[] Mean(SampledSoftmax<double> layer, Func<int[], Func<Tape<double>, Variable<double>>> loss)
    {
        double[] mean = new double[layer.ParameterCount()];
        foreach ((double part, int[] drawn) in Draws.All(layer.Candidates))
        {
            double[] one = Gradient(layer, loss(drawn));
            for (int i = 0; i < mean.Length; i++)
                mean[i] += part * one[i];
        }

        return mean;
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double squares = 0;
        for (int i = 0; i < a.Length; i++)
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(squares);
    }

    private static void Refuses(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}

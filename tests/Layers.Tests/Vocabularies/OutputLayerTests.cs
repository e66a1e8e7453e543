using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Layers;

// What every output layer promises, whichever it is.
public sealed class OutputLayerTests
{
    private const int Features = 4, Classes = 12;
    private static readonly int[] Targets = [0, 11, 5, 3, 7, 5];

    public static TheoryData<string> Kinds => ["full", "tied", "adaptive", "sampled"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_softmax_of_the_scores_is_what_evaluation_judges_by(string kind)
    {
        IOutputLayer<double> layer = Layer(kind);
        Assert.Equal((Features, Classes), (layer.InputSize, layer.Classes));
        using Tape<double> tape = new();
        Variable<double> x = X(tape), scores = layer.Scores(x);
        Assert.Equal(new Shape(2, 3, Classes), scores.Shape);
        double sum = -Sum(Pick(LogSoftmax(scores), Targets)).Item();
        Assert.Equal(sum, layer.Loss(x, Targets, null, LossReduction.Sum).Item(), 1e-12);
        Assert.Equal(sum / Targets.Length, layer.Loss(x, Targets, null, LossReduction.Mean).Item(), 1e-12);
        Assert.Equal(0, layer.Loss(Slice(Reshape(x, new Shape(6, Features)), 0, 0, 0), [], null, LossReduction.Sum).Item());
    }

    // A layer that is exact needs no random numbers, and gives the same in training; another takes a key, and gives the same for the same key.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Only_an_estimate_draws_and_a_key_is_all_it_draws(string kind)
    {
        IOutputLayer<double> layer = Layer(kind);
        using Tape<double> tape = new();
        Variable<double> x = X(tape);
        RandomStream random = new(8) { Position = 5 };
        double first = layer.Loss(x, Targets, random, LossReduction.Sum).Item();
        Assert.Equal(kind == "sampled" ? 6UL : 5UL, random.Position);
        random.Position = 5;
        Assert.Equal(first, layer.Loss(x, Targets, random, LossReduction.Sum).Item());
        Assert.Equal(kind != "sampled", first == layer.Loss(x, Targets, null, LossReduction.Sum).Item());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivatives_hold_to_second_order(string kind)
    {
        IOutputLayer<double> layer = Layer(kind);
        GradientCheck.Of(tape => layer.Loss(X(tape), Targets, new RandomStream(8), LossReduction.Sum))
            .AgainstFiniteDifferences()
            .AgainstForwardMode()
            .SecondOrder()
            .Assert();
        GradientCheck.Of(tape => layer.Loss(X(tape), Targets, null, LossReduction.Mean)).AgainstFiniteDifferences().AgainstForwardMode().Assert();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_does_not_fit_is_refused(string kind)
    {
        IOutputLayer<double> layer = Layer(kind);
        using Tape<double> tape = new();
        Variable<double> x = X(tape), none = tape.Constant([], new Shape(0, Features));
        foreach (RandomStream? random in (RandomStream?[])[null, new RandomStream(1)])
        {
            long before = tape.Counters.Nodes;
            Assert.Throws<ArgumentException>(() => layer.Loss(x, [1, 2], random, LossReduction.Sum));
            Assert.Throws<ArgumentException>(() => layer.Loss(x, [0, 1, 2, 3, 4, Classes], random, LossReduction.Sum));
            Assert.Throws<ArgumentException>(() => layer.Loss(none, [], random, LossReduction.Mean));
            Assert.Throws<ArgumentException>(() => layer.Loss(x, Targets, random, (LossReduction)7));
            Assert.Equal(before, tape.Counters.Nodes);
            Assert.Throws<ArgumentException>(() => layer.Loss(Reshape(x, new Shape(3, 8)), [1, 2, 3], random, LossReduction.Sum));
        }

        Assert.Throws<ArgumentException>(() => layer.Scores(Reshape(x, new Shape(3, 8))));
    }

    [Fact]
    public void A_full_softmax_is_the_linear_layer_and_the_cross_entropy_to_the_last_bit()
    {
        FullSoftmax<double> layer = (FullSoftmax<double>)Layer("full");
        using Tape<double> tape = new();
        Variable<double> x = X(tape), plain = Losses.SoftmaxCrossEntropy(layer.Linear.Forward(x), Targets, LossReduction.Sum),
            loss = layer.Loss(x, Targets, null, LossReduction.Sum);
        Assert.Equal(plain.Item(), loss.Item());
        Assert.Equal(tape.Gradient(plain, x).ToArray(), tape.Gradient(loss, x).ToArray());
        Assert.Same(layer.Linear.Parameters, layer.Parameters);
    }

    // The table's gradient is the sum of those that two tables of the same numbers get, one of them transposed as a linear layer has it.
    [Fact]
    public void A_tied_table_gets_the_gradients_of_both_of_its_uses()
    {
        TiedSoftmax<double> tied = (TiedSoftmax<double>)Layer("tied");
        Embedding<double> embedding = new(Classes, Features, new RandomStream(1));
        Linear<double> linear = new(Features, Classes, new RandomStream(1));
        tied.Embedding.Table.Values.CopyTo(embedding.Table.Write());
        tied.Bias!.Values.CopyTo(linear.Bias!.Write());
        for (int i = 0; i < Features * Classes; i++)
            linear.Weight.Write()[i] = embedding.Table.Values[(i % Classes * Features) + (i / Classes)];
        using Tape<double> tape = new();
        tape.Backward(tied.Loss(Tanh(tied.Embedding.Forward(tape, Targets)), [1, 2, 3, 4, 5, 6], null, LossReduction.Sum));
        tape.Backward(Losses.SoftmaxCrossEntropy(linear.Forward(Tanh(embedding.Forward(tape, Targets))), [1, 2, 3, 4, 5, 6], LossReduction.Sum));
        for (int i = 0; i < Features * Classes; i++)
            Assert.Equal(
                embedding.Table.Gradient[i] + linear.Weight.Gradient[(i % Features * Classes) + (i / Features)], tied.Embedding.Table.Gradient[i], 1e-13);
        for (int i = 0; i < Classes; i++)
            Assert.Equal(linear.Bias.Gradient[i], tied.Bias.Gradient[i], 1e-13);
        Assert.Equal(["embedding.table", "words.bias"], tied.Parameters.Select(parameter => parameter.Name));
        Assert.Single(new TiedSoftmax<double>(embedding, bias: false).Parameters);
    }

    private static IOutputLayer<double> Layer(string kind)
    {
        RandomStream random = new(1);
        IOutputLayer<double> layer = kind switch
        {
            "full" => new FullSoftmax<double>(new Linear<double>(Features, Classes, random)),
            "tied" => new TiedSoftmax<double>(new Embedding<double>(Classes, Features, random), name: "words"),
            "adaptive" => new AdaptiveSoftmax<double>(Features, Classes, [3, 6], random, divisor: 2, headBias: true),
            _ => new SampledSoftmax<double>(Features, Classes, 5, random),
        };
        Fill(layer.Parameters);
        return layer;
    }

    private static void Fill(IReadOnlyList<Parameter<double>> parameters)
    {
        for (int k = 0; k < parameters.Count; k++)
        {
            Span<double> values = parameters[k].Write();
            for (int i = 0; i < values.Length; i++)
                values[i] = Math.Sin((1.7 * (i + 1)) + k);
        }
    }

    private static Variable<double> X(Tape<double> tape) =>
        tape.Variable([.. Enumerable.Range(1, 6 * Features).Select(i => Math.Cos(i))], new Shape(2, 3, Features));
}

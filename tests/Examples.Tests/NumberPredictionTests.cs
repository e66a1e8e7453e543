using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Checking;
using AutoDiff.Examples;
using AutoDiff.Examples.NumberPrediction;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Examples;

public sealed class NumberPredictionTests
{
    private const int Words = 9, Hidden = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(null)]
    public void Cutting_rows_in_two_is_the_window_of_the_trainer(int? window)
    {
        (ElmanCell<float> cell, Linear<float> output, NumberModel<HiddenState<float>> model) = Model();
        Prefix[] prefixes = Prefixes([1, 7, 3, 4, 12]);
        using Tape<float> tape = new();
        PrefixBatch batch = new(prefixes, window);
        tape.Backward(Losses.SoftmaxCrossEntropy(model.Scores(tape, batch), batch.Labels, LossReduction.Sum));
        float[][] together = [.. model.Parameters.Select(parameter => parameter.Gradient.ToArray())];
        foreach (Parameter<float> parameter in model.Parameters)
            parameter.ClearGradient();

        using TruncatedBackprop<float, HiddenState<float>> trainer = new(window is int length ? Truncation.Window(length) : Truncation.None, LossReduction.Sum);
        foreach (Prefix prefix in prefixes)
            trainer.Accumulate(new LastStep(cell, output, prefix));
        for (int i = 0; i < together.Length; i++)
            Assert.All(together[i].Zip(model.Parameters[i].Gradient.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    // The coursework's self-test: U = [[.9, .8], [.5, .3]], V = [[.7, .3, .4], [.6, .9, .7]], W = [[.6, .5], [.2, .6], [.4, .2]], x = 0 1 2 1 1 0 2, d = 0 at the last step.
    [Theory]
    [InlineData(1, new[] { .0192619174, .0168426194, .0071967084, .0062928014 })]
    [InlineData(4, new[] { .0216261038, .0191469304, .0104464187, .0094614486 })]
    [InlineData(null, new[] { .0216390454, .0191598247, .0104594297, .0094744285 })]
    public void The_courseworks_golden_vectors_hold(int? window, double[] minusU)
    {
        RandomStream random = new(1);
        ElmanCell<float> cell = new(3, 2, random, Activation.Sigmoid, Biases.None);
        Linear<float> output = new(2, 3, random, bias: false);
        ((float[])[.7f, .6f, .3f, .9f, .4f, .7f]).CopyTo(cell.InputWeights.Write());
        ((float[])[.9f, .5f, .8f, .3f]).CopyTo(cell.RecurrentWeights.Write());
        ((float[])[.6f, .2f, .4f, .5f, .6f, .2f]).CopyTo(output.Weight.Write());
        NumberModel<HiddenState<float>> model = new(null, cell, output, dropout: 0);
        using Tape<float> tape = new();
        PrefixBatch batch = new([new Prefix((int[])[0, 1, 2, 1, 1, 0, 2], IsPlural: false, 1)], window);
        Variable<float> loss = Losses.SoftmaxCrossEntropy(model.Scores(tape, batch), batch.Labels, LossReduction.Mean);
        tape.Backward(loss);
        Assert.Equal(0.887758278816748, loss.Item(), 1e-6);
        ReadOnlySpan<float> transposed = cell.RecurrentWeights.Gradient;
        Assert.All(((float[])[transposed[0], transposed[2], transposed[1], transposed[3]]).Zip(minusU), pair => Assert.Equal(-pair.Second, pair.First, 1e-7));
        double[] minusW = [.5070115872, .4702447468, -.2721472932, -.2524120517, -.2348642940, -.2178326951];
        for (int i = 0; i < minusW.Length; i++)
            Assert.Equal(-minusW[i], output.Weight.Gradient[(i % 2 * 3) + (i / 2)], 1e-6);
    }

    [Fact]
    public void A_prefix_reads_the_same_in_any_company()
    {
        NumberModel<HiddenState<float>> model = Model().Model;
        Prefix[] prefixes = Prefixes([5, 1, 9, 2]);
        using Tape<float> tape = new();
        float[] together = [.. model.Scores(tape, new PrefixBatch(prefixes, 2)).Values];
        for (int i = 0; i < prefixes.Length; i++)
        {
            float[] alone = [.. model.Scores(tape, new PrefixBatch([prefixes[i]], null)).Values];
            Assert.All(alone.Zip(together[(2 * i)..]), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    [Fact]
    public void The_gradient_of_the_cut_model_is_that_of_forward_mode()
    {
        NumberModel model = NumberModel.Create(Words, Settings.Lstm with { Hidden = 3, Dropout = 0 }, seed: 1);
        PrefixBatch batch = new(Prefixes([4, 2, 6]), 3);
        GradientCheck.Of<float>(tape => Losses.SoftmaxCrossEntropy(model.Scores(tape, batch), batch.Labels, LossReduction.Mean)).AgainstForwardMode().Within(1e-3).Assert();
    }

    [Fact]
    public void Distances_fall_into_the_classes_of_the_coursework()
    {
        Assert.Equal([0, 1, 1, 2, 2, 3, 3], new[] { 1, 2, 3, 4, 5, 6, 40 }.Select(Evaluation.ClassOf));
        Assert.Equal(4, Evaluation.Distances.Count);
    }

    [Fact]
    public void An_lstm_learns_the_grammar()
    {
        Corpus corpus = Corpus.Load(null, 1000, 2000);
        using Trainer trainer = new(corpus, Settings.Lstm with { Hidden = 24, Epochs = 12, LearningRate = 0.01 }, lookback: null, seed: 1);
        Result result = trainer.Run(new StatusLine(TextWriter.Null), "test");
        Assert.InRange(result.Validation.Accuracy, 0.95, 1);
        Assert.Equal(result.Validation.Loss, result.Losses.Min());
        Assert.InRange(corpus.Majority, 0.5, 0.6);
    }

    [Fact]
    public void The_program_reads_a_folder_and_writes_what_it_is_asked_for()
    {
        using RnnLmRuns runs = new();
        string[] words = ["--data", runs.Folder, "--vocabulary", "9", "--epochs", "2", "--seeds", "2", "--models", "elman,lstm", "--lookbacks", "0,full"];
        Said.By(Program.Run, [.. words, "--json", runs.At("numbers.json"), "--picture", runs.At("picture.svg")])
            .Shows("wiki-test.txt: 2 sentences to train on, 1 to measure on", "Elman, lookback 0, seed 1", "LSTM, full", "always the more frequent number: 100.0 %");
        JsonArray experiments = JsonNode.Parse(File.ReadAllText(runs.At("numbers.json")))!["experiments"]!.AsArray();
        Assert.Equal(4, experiments.Count);
        Assert.All(experiments, experiment => Assert.Equal(2, experiment!["runs"]!.AsArray().Count));
        Pictures.Check(File.ReadAllText(runs.At("picture.svg")), "LSTM, full", "published");
    }

    [Theory]
    [InlineData("--lookbacks x", "--lookbacks: \"x\" is no lookback; need whole numbers of 0 or more, or full")]
    [InlineData("--models gru", "--models: \"gru\" is no model; need elman, lstm")]
    [InlineData("--data nowhere", "there is no folder nowhere")]
    [InlineData("--epochs 0", "--epochs: 0 is out of range")]
    [InlineData("--picture nowhere/x.svg", "--picture: nowhere/x.svg cannot be written")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Said.By(Program.Run, words.Split(' ')).Refuses(expected);

    private static (ElmanCell<float> Cell, Linear<float> Output, NumberModel<HiddenState<float>> Model) Model()
    {
        RandomStream random = new(1);
        ElmanCell<float> cell = new(Words, Hidden, random, Activation.Sigmoid, Biases.None);
        Linear<float> output = new(Hidden, 2, random, bias: false);
        foreach (Parameter<float> parameter in cell.Parameters)
            Initializers.Normal(parameter, 0, 1, random);
        return (cell, output, new NumberModel<HiddenState<float>>(null, cell, output, dropout: 0));
    }

    private static Prefix[] Prefixes(int[] lengths) =>
        [.. lengths.Select((length, row) => new Prefix(Enumerable.Range(0, length).Select(t => ((5 * row) + (t * t)) % Words).ToArray(), row % 2 == 0, 1))];

    // One sentence as the library's trainer sees it: a loss at the last step only.
    private sealed class LastStep(ElmanCell<float> cell, Linear<float> output, Prefix prefix) : ISequence<float, HiddenState<float>>
    {
        public int Steps => prefix.Words.Length;

        public HiddenState<float> InitialState(Tape<float> tape) => cell.InitialState(tape, 1);

        public int TargetCount(int from, int end) => from < Steps && end == Steps ? 1 : 0;

        public Variable<float> Run(Tape<float> tape, in HiddenState<float> state, Segment segment, out HiddenState<float> next)
        {
            Variable<float> projected = cell.ProjectOneHot(tape, prefix.Words.Span[segment.Start..segment.End]);
            cell.UnrollProjected(Reshape(projected, new Shape(segment.Steps, 1, Hidden)), in state, out next);
            return segment.End == Steps && segment.FirstLoss < Steps
                ? Losses.SoftmaxCrossEntropy(output.Forward(next.Hidden), [prefix.IsPlural ? 1 : 0], LossReduction.Sum)
                : default;
        }
    }
}

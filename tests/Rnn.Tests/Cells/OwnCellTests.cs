using System;
using AutoDiff.Checking;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

// A cell written in ten lines does what the library's do.
public sealed class OwnCellTests
{
    [Fact]
    public void It_unrolls_to_its_formula()
    {
        LeakyCell cell = new(1, 1, new RandomStream(1));
        double w = cell.Parameters[0].Values[0], u = cell.Parameters[0].Values[1], h = 0;
        using Tape<double> tape = new();
        Variable<double> outputs = cell.Unroll(tape.Constant([1, -2, 3], new Shape(3, 1, 1)), cell.InitialState(tape, 1), out _);
        int t = 0;
        foreach (double x in (double[])[1, -2, 3])
        {
            h = (0.7 * h) + (0.3 * Math.Tanh((w * x) + (u * h)));
            Assert.Equal(h, outputs.Values[t++], 14);
        }
    }

    [Fact]
    public void It_truncates_by_the_definition()
    {
        CellTrial trial = new CellTrial<HiddenState<double>>(new LeakyCell(2, 3, new RandomStream(1)), 7, 2, new Random(1));
        for (int length = 1; length <= 8; length++)
        {
            for (int stride = 1; stride <= length; stride++)
            {
                double loss = trial.Naive(length, stride);
                double[] expected = trial.Gradients;
                Assert.Null(Numbers.Differ("loss", [loss], [trial.Accumulate(Truncation.Window(length, stride))]));
                Assert.Null(Numbers.Differ("gradient", expected, trial.Gradients));
            }
        }
    }

    [Fact]
    public void It_stacks_with_the_library_s_and_models_language()
    {
        RandomStream random = new(1);
        RecurrentStack<double, HiddenState<double>> stack = new([new LeakyCell(3, 4, random), new GruCell<double>(4, 2, random), new LeakyCell(2, 5, random, "top")], dropout: 0.3);
        LanguageModel<double, HiddenState<double>> model = new(new Embedding<double>(6, 3, random), stack, new Linear<double>(5, 6, random));
        Func<Tape<double>, Variable<double>> loss = tape =>
            model.Loss(model.Features(tape, [1, 2, 3, 4, 5, 0], 2, model.Stack.InitialState(tape, 2), out _, new RandomStream(4)), [2, 3, 4, 5, 0, 1]);
        GradientCheck.Of(loss, [.. model.Parameters]).AgainstFiniteDifferences().AgainstForwardMode().Assert();
    }

    [Fact]
    public void Without_an_embedding_it_reads_one_hot_vectors()
    {
        RandomStream random = new(1);
        LanguageModel<double, HiddenState<double>> model = new(
            null, new RecurrentStack<double, HiddenState<double>>([new LeakyCell(6, 4, random)]), new Linear<double>(4, 6, random));
        using Tape<double> tape = new();
        Variable<double> features = model.Features(tape, [1, 2, 3, 4, 5, 0], 2, model.Stack.InitialState(tape, 2), out _);
        Variable<double> vectors = Ops.Reshape(Ops.OneHot(tape, [1, 2, 3, 4, 5, 0], 6), new Shape(3, 2, 6));
        Assert.Equal(model.Stack.Unroll(vectors, model.Stack.InitialState(tape, 2), out _).ToArray(), features.ToArray());
    }
}

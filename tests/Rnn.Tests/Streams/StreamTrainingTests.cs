using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.StackState<double, AutoDiff.Rnn.HiddenState<double>>;

namespace AutoDiff.Tests.Rnn.Streams;

// A stream in rows and chunks is trained on whole: every target counts, and the state is carried.
public sealed class StreamTrainingTests
{
    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(4, 2)]
    [InlineData(5, 100)]
    public void The_losses_of_all_chunks_are_those_of_the_rows_on_their_own(int rows, int steps)
    {
        LanguageModel<double, HiddenState<double>> model = Model();
        int[] tokens = Numbers.Classes(new Random(2), 24, 5);
        StreamBatcher stream = new(tokens, rows, steps);
        using TruncatedBackprop<double, State> trainer = new(Truncation.Window(3, 2), LossReduction.Sum);
        LanguageSequence<double, HiddenState<double>> sequence = new(model);
        CarriedState<double, State> carried = new();
        double sum = 0;
        int targets = 0;
        for (int c = 0; c < stream.ChunkCount; c++)
        {
            sequence.Chunk = stream.Chunk(c);
            sum += trainer.Accumulate(sequence, carried);
            targets += sequence.Chunk.TargetCount;
        }

        Assert.Equal(23, targets);
        double expected = 0;
        int start = 0;
        for (int row = 0; row < rows; row++)
        {
            int length = (23 / rows) + (row < 23 % rows ? 1 : 0);
            sequence.Chunk = new StreamChunk(tokens.AsMemory(start, length), tokens.AsMemory(start + 1, length), length, 1, length);
            expected += trainer.Accumulate(sequence);
            start += length;
        }

        Assert.Equal(23, start);
        Assert.Equal(expected, sum, 12);
    }

    [Fact]
    public void The_mean_of_a_chunk_with_an_uneven_end_is_over_what_counts()
    {
        LanguageModel<double, HiddenState<double>> model = Model();
        int[] tokens = Numbers.Classes(new Random(2), 12, 5);
        StreamChunk chunk = new StreamBatcher(tokens, 3, 10).Chunk(0);
        Assert.Equal((4, 11), (chunk.Steps, chunk.TargetCount));
        foreach (Truncation policy in (Truncation[])[Truncation.None, Truncation.Chunks(3), Truncation.Window(2)])
        {
            using TruncatedBackprop<double, State> sum = new(policy, LossReduction.Sum), mean = new(policy, LossReduction.Mean);
            LanguageSequence<double, HiddenState<double>> sequence = new(model) { Chunk = chunk };
            model.ClearGradients();
            double loss = sum.Accumulate(sequence);
            double[] expected = [.. Numbers.Gradients(model.Parameters).Select(one => one / 11)];
            model.ClearGradients();
            Assert.Equal(loss / 11, mean.Accumulate(sequence), 13);
            Assert.Null(Numbers.Differ("gradient", expected, Numbers.Gradients(model.Parameters)));
        }
    }

    // What a short row reads in its last step has no loss, and what it predicts there no effect.
    [Fact]
    public void The_filler_of_a_short_row_has_no_effect()
    {
        LanguageModel<double, HiddenState<double>> model = Model();
        StreamChunk chunk = new StreamBatcher(Numbers.Classes(new Random(2), 12, 5), 3, 10).Chunk(0);
        int[] other = chunk.Inputs.ToArray();
        other[^1] = (other[^1] + 1) % 5;
        using TruncatedBackprop<double, State> trainer = new(Truncation.None, LossReduction.Sum);
        double loss = trainer.Accumulate(new LanguageSequence<double, HiddenState<double>>(model) { Chunk = chunk });
        double[] expected = Numbers.Gradients(model.Parameters);
        model.ClearGradients();
        Assert.Equal(loss, trainer.Accumulate(new LanguageSequence<double, HiddenState<double>>(model) { Chunk = chunk with { Inputs = other } }));
        Assert.Null(Numbers.Differ("gradient", expected, Numbers.Gradients(model.Parameters)));
    }

    private static LanguageModel<double, HiddenState<double>> Model()
    {
        RandomStream random = new(3);
        return new(
            null,
            new RecurrentStack<double, HiddenState<double>>([new GruCell<double>(5, 4, random), new ElmanCell<double>(4, 3, random)]),
            new Linear<double>(3, 5, random));
    }
}

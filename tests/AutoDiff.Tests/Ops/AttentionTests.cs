using System;
using AutoDiff.Kernels;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Operations;

public sealed class AttentionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_sequence_needs_no_matrix_of_scores(bool causal)
    {
        const int Time = 4096, Features = 16;
        Parameter<float> queries = Drawn(Time, Features, 1), keys = Drawn(Time, Features, 2), values = Drawn(Time, Features, 3);
        using Tape<float> tape = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Variable<float> y = ScaledDotProductAttention(tape.Use(queries), tape.Use(keys), tape.Use(values), causal: causal);
        tape.Backward(Mean(y));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The scores alone would take 64 MiB; one of the arrays takes 256 KiB.
        Assert.InRange(tape.Counters.Bytes, 1, 4 << 20);
        Assert.InRange(allocated, 0, 8 << 20);
        Assert.True(queries.HasGradient && keys.HasGradient && values.HasGradient);
    }

    [Fact]
    public void Working_memory_does_not_grow_with_the_lengths() =>
        Assert.Equal(new AttentionSize(1, 4096, 4096, 16, 16).BlockScores, new AttentionSize(1, 1 << 20, 1 << 20, 16, 16).BlockScores);

    [Fact]
    public void What_a_mask_hides_has_no_influence_and_no_gradient()
    {
        using Tape<double> tape = new();
        Variable<double> queries = tape.Variable([1, 2], new Shape(1, 2)), keys = tape.Variable([0.5, 1, -1, 2, 3, 4], new Shape(3, 2));
        Variable<double> values = tape.Variable([1, 2, double.MaxValue], new Shape(3, 1)), mask = AttentionMask(tape, [true, true, false], new Shape(3));
        Variable<double> y = ScaledDotProductAttention(queries, keys, values, mask, scale: 1);
        double first = Math.Exp(2.5) / (Math.Exp(2.5) + Math.Exp(3));
        Assert.Equal(first + (2 * (1 - first)), y.Item(), 12);
        Variable<double>[] gradients = tape.Gradient(y, [keys, values]);
        Assert.Equal([0.0, 0], gradients[0].ToArray()[4..]);
        Assert.Equal([first, 1 - first, 0], gradients[1].ToArray(), (expected, actual) => Math.Abs(expected - actual) < 1e-12);
    }

    [Fact]
    public void A_query_that_sees_nothing_gets_zeros_and_passes_none_on()
    {
        using Tape<double> tape = new();
        Variable<double> queries = tape.Variable([1, 2], new Shape(1, 2)), keys = tape.Variable([0.5, 1], new Shape(1, 2)), values = tape.Variable([7, 8], new Shape(1, 2));
        Variable<double> y = ScaledDotProductAttention(queries, keys, values, AttentionMask(tape, [false], new Shape(1, 1)));
        Assert.Equal([0.0, 0], y.Values);
        foreach (bool record in new[] { false, true })
        {
            foreach (Variable<double> gradient in tape.Gradient(Sum(y), [queries, keys, values], record))
                Assert.Equal([0.0, 0], gradient.Values);
        }
    }

    [Fact]
    public void Scores_that_differ_by_thousands_do_not_overflow()
    {
        using Tape<float> tape = new();
        Variable<float> keys = tape.Variable([-5000, 5000, 4999], new Shape(3, 1)), values = tape.Variable([1, 2, 3], new Shape(3, 1));
        float y = ScaledDotProductAttention(tape.Variable([1], new Shape(1, 1)), keys, values).Item();
        Assert.Equal(2 + (1 / (1 + Math.E)), y, 1e-5);
    }

    private static Parameter<float> Drawn(int rows, int columns, int seed)
    {
        Random random = new(seed);
        Parameter<float> parameter = new("drawn", new Shape(rows, columns));
        foreach (ref float value in parameter.Write())
            value = random.NextSingle() - 0.5f;
        return parameter;
    }
}

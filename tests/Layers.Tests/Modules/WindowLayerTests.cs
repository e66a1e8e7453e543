using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Layers;

public sealed class WindowLayerTests
{
    [Fact]
    public void A_convolution_along_a_line_is_a_window_s_weighted_sums()
    {
        Conv1d<double> layer = new(1, 2, 2, new RandomStream(1), stride: 2, padding: 1, name: "first");
        new double[] { 1, 10, 0, -1 }.CopyTo(layer.Weight.Write());
        new double[] { 0.5, 0 }.CopyTo(layer.Bias!.Write());
        using Tape<double> tape = new();
        Variable<double> y = layer.Forward(tape.Variable([1, 2, 3], new Shape(1, 1, 3)));
        Assert.Equal(new Shape(1, 2, 2), y.Shape);
        Assert.Equal([10.5, 32.5, -1, -3], y.Values);
        tape.Backward(Sum(y));
        Assert.Equal([2.0, 4, 2, 4], layer.Weight.Gradient);
        Assert.Equal([2.0, 2], layer.Bias.Gradient);
        Assert.Equal(["first.weight [2, 1, 2]", "first.bias [2]"], layer.Parameters.Select(parameter => parameter.ToString()));
    }

    [Fact]
    public void A_convolution_of_planes_has_groups_and_may_lack_a_bias()
    {
        Conv2d<float> layer = new(4, 6, (3, 2), new RandomStream(1), stride: (2, 1), padding: (1, 0), groups: 2, bias: false);
        Assert.Equal("conv2d.weight [6, 2, 3, 2]", Assert.Single(layer.Parameters).ToString());
        double bound = Math.Sqrt(6.0 / 12);
        Assert.All(layer.Weight.Values.ToArray(), weight => Assert.InRange(weight, -bound, bound));
        using Tape<float> tape = new();
        Assert.Equal(new Shape(2, 6, 4, 7), layer.Forward(tape.Constant(new float[2 * 4 * 7 * 8], new Shape(2, 4, 7, 8))).Shape);
    }

    [Fact]
    public void Attention_in_one_head_with_plain_projections_is_attention()
    {
        MultiHeadAttention<double> layer = new(2, 1, new RandomStream(1));
        foreach (Linear<double> projection in new[] { layer.Query, layer.Key, layer.Value, layer.Output })
            new double[] { 1, 0, 0, 1 }.CopyTo(projection.Weight.Write());
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 2, -1, 0.5, 3, 1], new Shape(1, 3, 2));
        Assert.Equal(ScaledDotProductAttention(x, x, x, causal: true).ToArray(), layer.Forward(x, causal: true).ToArray());
    }

    [Fact]
    public void Heads_see_their_own_features_and_the_mask()
    {
        MultiHeadAttention<double> layer = new(4, 2, new RandomStream(3), memoryFeatures: 3, name: "cross");
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([.. Enumerable.Range(0, 16).Select(i => Math.Sin(i))], new Shape(2, 2, 4));
        Variable<double> memory = tape.Variable([.. Enumerable.Range(0, 18).Select(i => Math.Cos(i))], new Shape(2, 3, 3));
        Variable<double> mask = AttentionMask(tape, [true, true, true, true, false, false], new Shape(2, 1, 1, 3));
        Variable<double> y = layer.Forward(x, memory, mask);
        Assert.Equal(x.Shape, y.Shape);

        // The second example sees one place alone: its answer is that place's value, projected, for every query.
        Variable<double> seen = layer.Output.Forward(layer.Value.Forward(Slice(Select(memory, 0, 1), 0, 0, 1)));
        for (int i = 0; i < 8; i++)
            Assert.Equal(seen.Values[i % 4], y.Values[8 + i], 12);
        tape.Backward(Sum(Square(y)));
        Assert.All(layer.Parameters, parameter => Assert.True(parameter.HasGradient));
        Assert.Equal("cross.k_proj.weight [3, 4]", layer.Parameters[2].ToString());
    }

    [Fact]
    public void Impossible_layers_are_refused()
    {
        Refuses("Conv1d: a size is not positive: inputs is 0, outputs is 2; need 1 or more each.", () => new Conv1d<float>(0, 2, 3, new RandomStream(1)));
        Refuses(
            "Conv1d: groups do not divide the channels: 2 of 4 and 3; need 1 or more groups that divide the channels.",
            () => new Conv1d<float>(4, 3, 3, new RandomStream(1), groups: 2));
        Refuses("Conv2d: a size is not positive: the kernel's height is 0, its width is 3; need 1 or more each.", () => new Conv2d<float>(1, 2, (0, 3), new RandomStream(1)));
        Refuses(
            "MultiHeadAttention: heads do not divide the features: 3 of 4; need 1 or more heads that divide the features.",
            () => new MultiHeadAttention<float>(4, 3, new RandomStream(1)));
        using Tape<float> tape = new();
        Variable<float> x = tape.Constant(new float[4], new Shape(1, 4));
        Refuses(
            "MultiHeadAttention: the sequences do not fit: x is [1, 4], the memory is [1, 4]; need [batch, queries, 4] and [batch, keys, 4] of one batch, with at least one key.",
            () => new MultiHeadAttention<float>(4, 2, new RandomStream(1)).Forward(x));
    }

    // 2,048 queries and a million keys: no array holds their scores, nor is there one. The first query sees the first key alone, and the last the first 2,048.
    [Fact]
    public void Attention_may_have_more_scores_than_an_array_holds()
    {
        const int Queries = 2048, Keys = (1 << 20) + 1;
        MultiHeadAttention<float> layer = new(1, 1, new RandomStream(1));
        using Tape<float> tape = new();
        Variable<float> x = tape.Constant([.. Enumerable.Range(0, Queries).Select(i => MathF.Sin(i))], new Shape(1, Queries, 1));
        Variable<float> memory = tape.Constant([.. Enumerable.Range(0, Keys).Select(i => MathF.Cos(i))], new Shape(1, Keys, 1));
        float[] expected = layer.Forward(x, Slice(memory, 1, 0, Queries), causal: true).ToArray();
        Assert.Equal(expected, layer.Forward(x, memory, causal: true).ToArray());
        Variable<float> y = layer.Forward(x, memory, tape.Fill(0, new Shape(1, 1, 1, Keys)), causal: true);
        Assert.Equal(expected, y.ToArray());
        tape.Backward(Sum(y));
        Variable<float> other = tape.Fill(0, new Shape(2, 1, Keys));
        Assert.Contains($"[1, 1, 2048, {Keys}]", Assert.Throws<ArgumentException>(() => layer.Forward(x, memory, other)).Message, StringComparison.Ordinal);
        Assert.Contains($"[2048, {Keys}]", Assert.Throws<ArgumentException>(() => ScaledDotProductAttention(
            Select(x, 0, 0), Select(memory, 0, 0), Select(memory, 0, 0), other)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 0)]
    public void Attention_of_nobody_is_empty(int batch, int queries)
    {
        MultiHeadAttention<double> layer = new(4, 2, new RandomStream(1));
        using Tape<double> tape = new();
        Variable<double> x = tape.Fill(1, new Shape(batch, queries, 4)), memory = tape.Fill(1, new Shape(batch, 3, 4));
        foreach (Shape mask in (Shape[])[Shape.Scalar, new(1), new(3), new(queries, 1), new(batch, 1, 1, 3), new(batch, 2, queries, 3)])
            Assert.Equal(x.Shape, layer.Forward(x, memory, tape.Fill(0, mask)).Shape);
    }

    // Each is one that only a later operation would refuse.
    [Fact]
    public void Attention_that_is_refused_leaves_nothing_on_the_tape()
    {
        MultiHeadAttention<double> layer = new(4, 2, new RandomStream(1), memoryFeatures: 3);
        using Tape<double> tape = new();
        Variable<double> x = tape.Fill(1, new Shape(2, 5, 4)), memory = tape.Fill(1, new Shape(2, 6, 3));
        foreach ((Shape asks, Shape answers, Shape terms, string word) in (IEnumerable<(Shape, Shape, Shape, string)>)
        [
            (x.Shape, new Shape(2, 6, 4), Shape.Scalar, "[2, 6, 4]"),
            (new Shape(2, 5, 3), memory.Shape, Shape.Scalar, "[2, 5, 3]"),
            (x.Shape, new Shape(3, 6, 3), Shape.Scalar, "one batch"),
            (x.Shape, new Shape(2, 0, 3), Shape.Scalar, "at least one key"),
            (x.Shape, memory.Shape, new Shape(5, 5), "[2, 2, 5, 6]"),
        ])
        {
            Variable<double> from = tape.Fill(1, asks), to = tape.Fill(1, answers), mask = tape.Fill(0, terms);
            TapeCounters before = tape.Counters;
            Assert.Contains(word, Assert.Throws<ArgumentException>(() => layer.Forward(from, to, mask)).Message, StringComparison.Ordinal);
            Assert.Equal(before, tape.Counters);
        }

        Assert.Equal(x.Shape, layer.Forward(x, memory, tape.Fill(0, new Shape(5, 6))).Shape);
        BatchNorm<double> norm = new(3);
        TapeCounters counters = tape.Counters;
        Assert.Contains("[batch, 3, ...]", Assert.Throws<ArgumentException>(() => norm.Forward(memory, training: false)).Message, StringComparison.Ordinal);
        Assert.Equal(counters, tape.Counters);
    }

    private static void Refuses(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}

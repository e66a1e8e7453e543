using System;
using AutoDiff.Layers;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Layers;

public sealed class LayerTests
{
    [Fact]
    public void A_linear_layer_is_a_product_and_a_bias()
    {
        Linear<double> layer = new(2, 3, new RandomStream(1), name: "output");
        new double[] { 1, 2, 3, 4, 5, 6 }.CopyTo(layer.Weight.Write());
        new double[] { 0.5, 0, -0.5 }.CopyTo(layer.Bias!.Write());
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, -1, 0, 2], new Shape(1, 2, 2));
        Variable<double> y = layer.Forward(x);
        Assert.Equal(new Shape(1, 2, 3), y.Shape);
        Assert.Equal([-2.5, -3, -3.5, 8.5, 10, 11.5], y.Values);
        tape.Backward(Sum(y));
        Assert.Equal([1.0, 1, 1, 1, 1, 1], layer.Weight.Gradient);
        Assert.Equal([2.0, 2, 2], layer.Bias.Gradient);
        Assert.Equal(["output.weight [2, 3]", "output.bias [3]"], [layer.Parameters[0].ToString(), layer.Parameters[1].ToString()]);
    }

    [Fact]
    public void A_linear_layer_without_bias_has_one_parameter_and_maps_zero_to_zero()
    {
        Linear<float> layer = new(4, 2, new RandomStream(1), bias: false);
        using Tape<float> tape = new();
        Assert.Equal([0f, 0], layer.Forward(tape.Constant(new float[4], new Shape(1, 4))).Values);
        Assert.Null(layer.Bias);
        Assert.Same(layer.Weight, Assert.Single(layer.Parameters));
        Assert.All(layer.Weight.Values.ToArray(), weight => Assert.InRange(Math.Abs(weight), float.Epsilon, 1));
    }

    [Fact]
    public void An_embedding_looks_rows_up_and_adds_their_gradients()
    {
        Embedding<double> layer = new(3, 2, new RandomStream(1), name: "words");
        new double[] { 1, 2, 3, 4, 5, 6 }.CopyTo(layer.Table.Write());
        using Tape<double> tape = new();
        Variable<double> rows = layer.Forward(tape, [2, 0, 2]);
        Assert.Equal(new Shape(3, 2), rows.Shape);
        Assert.Equal([5.0, 6, 1, 2, 5, 6], rows.Values);
        tape.Backward([rows], [tape.Constant([1, 10, 2, 20, 3, 30], rows.Shape)]);
        Assert.Equal([2.0, 20, 0, 0, 4, 40], layer.Table.Gradient);
        Assert.Equal("words.table [3, 2]", Assert.Single(layer.Parameters).ToString());
        Assert.Throws<ArgumentException>(() => layer.Forward(tape, [3]));
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_repeats_by_key()
    {
        Dropout layer = new(0.25);
        RandomStream random = new(5);
        using Tape<double> tape = new();
        double[] ones = new double[20000];
        Array.Fill(ones, 3);
        Variable<double> x = tape.Variable(ones, new Shape(20000));
        double[] first = layer.Forward(x, random).ToArray(), second = layer.Forward(x, random).ToArray();
        double[] again = layer.Forward(x, new RandomStream(5)).ToArray();
        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
        int dropped = 0;
        foreach (double value in first)
        {
            Assert.True(value == 0 || Math.Abs(value - 4) < 1e-12);
            dropped += value == 0 ? 1 : 0;
        }

        // Five deviations of the count.
        Assert.InRange(dropped, 5000 - 306, 5000 + 306);
        Assert.Equal(2UL, random.Position);
    }

    [Fact]
    public void A_part_of_an_array_gets_its_part_of_the_mask()
    {
        Dropout layer = new(0.5);
        using Tape<float> tape = new();
        float[] whole = layer.Forward(tape.Fill(1, new Shape(1000)), new RandomStream(5)).ToArray();
        float[] part = layer.Forward(tape.Fill(1, new Shape(700)), new RandomStream(5), first: 300).ToArray();
        Assert.Equal(whole[300..], part);
    }

    [Fact]
    public void Dropout_is_the_identity_in_evaluation_and_at_probability_0()
    {
        using Tape<float> tape = new();
        Variable<float> x = tape.Variable(1);
        RandomStream random = new(5);
        Assert.Equal(x, new Dropout(0.5).Forward(x, null));
        Assert.Equal(x, new Dropout(0).Forward(x, random));
        Assert.Equal(0UL, random.Position);
    }

    [Fact]
    public void Impossible_layers_are_refused()
    {
        Refuses("Linear: a size is not positive: inputSize is 0, outputSize is 3; need 1 or more each.", () => new Linear<float>(0, 3, new RandomStream(1)));
        Refuses("Embedding: a size is not positive: classes is 3, features is -1; need 1 or more each.", () => new Embedding<float>(3, -1, new RandomStream(1)));
        Refuses("Dropout: not a probability of dropping: 1.5; need 0 or more and less than 1, the share of elements that become 0.", () => new Dropout(1.5));
        Refuses("Dropout: not a probability of dropping: NaN; need 0 or more and less than 1, the share of elements that become 0.", () => new Dropout(double.NaN));
        Refuses("EmbeddingBag: there is no reduction 9; need one of Sum, Mean, Max.", () => new EmbeddingBag<float>(3, 2, new RandomStream(1), (BagReduction)9));
    }

    private static void Refuses(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}

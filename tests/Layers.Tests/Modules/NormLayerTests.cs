using System;
using System.IO;
using System.Linq;
using System.Threading;
using AutoDiff.Layers;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Layers;

public sealed class NormLayerTests
{
    [Fact]
    public void Layers_apply_their_operation_with_their_parameters()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([.. Enumerable.Range(0, 24).Select(i => Math.Sin(3 * i))], new Shape(2, 4, 3));
        LayerNorm<double> layer = new(new Shape(4, 3), epsilon: 0.1);
        RmsNorm<double> rms = new(new Shape(3));
        GroupNorm<double> group = new(2, 4);
        foreach (Parameter<double> parameter in layer.Parameters.Concat(rms.Parameters).Concat(group.Parameters))
            Initializers.Uniform(parameter, 0.5, 2, new RandomStream(7));
        Assert.Equal(Ops.LayerNorm(x, tape.Use(layer.Weight), tape.Use(layer.Bias!), 2, 0.1).ToArray(), layer.Forward(x).ToArray());
        Assert.Equal(Ops.RmsNorm(x, tape.Use(rms.Weight)).ToArray(), rms.Forward(x).ToArray());
        Assert.Equal(Ops.GroupNorm(x, 2, tape.Use(group.Weight), tape.Use(group.Bias)).ToArray(), group.Forward(x).ToArray());
        Assert.Equal(["layer_norm.weight [4, 3]", "layer_norm.bias [4, 3]"], layer.Parameters.Select(parameter => parameter.ToString()));
        Assert.Null(new LayerNorm<double>(new Shape(2), bias: false).Bias);
    }

    [Fact]
    public void Batch_normalisation_learns_running_statistics_and_evaluates_by_them()
    {
        BatchNorm<double> layer = new(2, momentum: 0.25);
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable([1, 10, 3, 20], new Shape(2, 2));
        double[] y = layer.Forward(x, training: true).ToArray();
        Assert.Equal([-1, -1, 1, 1], y, (expected, actual) => Math.Abs(expected - actual) < 1e-5);

        // Means 2 and 15; sums of squares 2 and 50, divided by one.
        Assert.Equal([0.5, 3.75], layer.RunningMean.Values);
        Assert.Equal([1.25, 13.25], layer.RunningVariance.Values);
        double[] evaluated = layer.Forward(x, training: false).ToArray();
        Assert.Equal((1 - 0.5) / Math.Sqrt(1.25 + 1e-5), evaluated[0], 12);
        Assert.Equal((20 - 3.75) / Math.Sqrt(13.25 + 1e-5), evaluated[3], 12);
        Assert.Equal([0.5, 3.75], layer.RunningMean.Values);
    }

    [Fact]
    public void A_training_step_leaves_running_statistics_to_the_layer()
    {
        BatchNorm<double> layer = new(1);
        using Tape<double> tape = new();
        Variable<double> y = layer.Forward(tape.Variable([1, 2, 4], new Shape(3, 1)), training: true);
        tape.Backward(Sum(Square(y)));
        Assert.True(layer.Weight.HasGradient && layer.Bias.HasGradient);
        Assert.False(layer.RunningMean.HasGradient || layer.RunningVariance.HasGradient);
        double mean = layer.RunningMean.Values[0];
        new Sgd<double>(layer.Parameters, 0.1).Step();
        Assert.Equal(mean, layer.RunningMean.Values[0]);
        Assert.NotEqual(1, layer.Weight.Values[0]);
    }

    [Fact]
    public void Running_statistics_are_saved_with_the_weights()
    {
        string path = Path.GetTempFileName();
        try
        {
            BatchNorm<float> layer = new(2), other = new(2);
            using Tape<float> tape = new();
            layer.Forward(tape.Variable([1, 2, 3, 7], new Shape(2, 2)), training: true);
            WeightFile.Save(path, layer.Parameters);
            WeightFile.Load(path, other.Parameters);
            Assert.Equal(layer.RunningMean.Values, other.RunningMean.Values);
            Assert.Equal(layer.RunningVariance.Values, other.RunningVariance.Values);
            Assert.Equal(["batch_norm.weight", "batch_norm.bias", "batch_norm.running_mean", "batch_norm.running_var"], layer.Parameters.Select(parameter => parameter.Name));
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Shards share the statistics: none of their batches is lost. All are the same batch, so that the order does not matter.
    [Fact]
    public void Threads_take_turns_at_the_running_statistics()
    {
        const int Threads = 4, Calls = 500;
        BatchNorm<double> layer = new(1, momentum: 1e-4);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            using Tape<double> tape = new();
            for (int i = 0; i < Calls; i++, tape.Reset())
                layer.Forward(tape.Variable([2, 4], new Shape(2, 1)), training: true);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(3 * (1 - Math.Pow(1 - 1e-4, Threads * Calls)), layer.RunningMean.Values[0], 1e-12);
    }

    [Fact]
    public void What_cannot_be_normalised_is_refused_and_changes_nothing()
    {
        BatchNorm<double> layer = new(2);
        using Tape<double> tape = new();
        Refuses(
            "BatchNorm: no variance: x is [1, 2]; need at least two numbers a channel while training.",
            () => layer.Forward(tape.Variable([1, 2], new Shape(1, 2)), training: true));
        Refuses("BatchNorm: the channels do not fit: x is [2, 3]; need [batch, 2, ...].", () => layer.Forward(tape.Variable(new double[6], new Shape(2, 3)), training: true));
        Refuses("BatchNorm: not a share: momentum is 2; need 0 to 1, the share of a new batch in the running statistics.", () => new BatchNorm<double>(2, momentum: 2));
        Refuses("BatchNorm: a size is not positive: channels is 0; need 1 or more.", () => new BatchNorm<double>(0));
        Refuses("GroupNorm: groups do not divide the channels: 3 of 4; need 1 or more groups that divide the channels.", () => new GroupNorm<double>(3, 4));
        Refuses("LayerNorm: no features: []; need at least one axis, and elements.", () => new LayerNorm<double>(Shape.Scalar));
        Refuses("RmsNorm: no features: [0]; need at least one axis, and elements.", () => new RmsNorm<double>(new Shape(0)));
        Assert.Equal([0.0, 0], layer.RunningMean.Values);
        foreach ((double epsilon, string text) in ((double, string)[])[(-0.5, "-0.5"), (double.NaN, "NaN"), (double.PositiveInfinity, "Infinity")])
        {
            string message = $": not an epsilon: {text}; need a small number that is not negative.";
            Refuses("BatchNorm" + message, () => new BatchNorm<double>(2, epsilon: epsilon));
            Refuses("GroupNorm" + message, () => new GroupNorm<double>(1, 2, epsilon));
            Refuses("LayerNorm" + message, () => new LayerNorm<double>(new Shape(2), epsilon));
            Refuses("RmsNorm" + message, () => new RmsNorm<double>(new Shape(2), epsilon));
        }
    }

    private static void Refuses(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}

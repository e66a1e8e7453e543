using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Threading;

namespace AutoDiff.Layers;

/// <summary>
/// Batch normalisation with a learnt scale and shift: by the batch's own statistics while training, by running ones in evaluation.
/// See <see cref="Ops.BatchNorm"/>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Names and shapes are those of PyTorch's <c>nn.BatchNorm1d</c> and <c>nn.BatchNorm2d</c>, which are this one layer. The running statistics stand among
/// <see cref="Parameters"/>, so that they are saved with the weights; they never get a gradient, so optimisers leave them alone. Every call while training counts:
/// also one that runs a step again, in windows that overlap or from a checkpoint. Shards that run at the same time take turns, in no fixed order: their statistics
/// are not the same bits in every run.
/// </remarks>
public sealed class BatchNorm<T> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _epsilon, _momentum;
    private readonly Lock _turn = new();

    /// <summary>Makes a layer whose scale is 1 and whose shift is 0, with running mean 0 and variance 1.</summary>
    /// <param name="channels">How many channels there are.</param>
    /// <param name="momentum">The share of a new batch in the running statistics, from 0 to 1.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    /// <exception cref="ArgumentException">There is no channel, the momentum is not a share, or the epsilon is negative or not finite.</exception>
    public BatchNorm(int channels, double momentum = 0.1, double epsilon = 1e-5, string name = "batch_norm")
    {
        if (channels < 1)
            throw new ArgumentException($"BatchNorm: a size is not positive: channels is {channels}; need 1 or more.");
        if (!(momentum >= 0 && momentum <= 1))
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"BatchNorm: not a share: momentum is {momentum}; need 0 to 1, the share of a new batch in the running statistics."));
        Shape shape = new(channels);
        Weight = new Parameter<T>($"{name}.weight", shape);
        Bias = new Parameter<T>($"{name}.bias", shape);
        RunningMean = new Parameter<T>($"{name}.running_mean", shape);
        RunningVariance = new Parameter<T>($"{name}.running_var", shape);
        Parameters = [Weight, Bias, RunningMean, RunningVariance];
        (_momentum, _epsilon) = (momentum, ModuleErrors.RequireEpsilon("BatchNorm", epsilon));
        Initializers.Constant(Weight, 1);
        Initializers.Constant(RunningVariance, 1);
    }

    /// <summary>The scale <c>[channels]</c>.</summary>
    public Parameter<T> Weight { get; }

    /// <summary>The shift <c>[channels]</c>.</summary>
    public Parameter<T> Bias { get; }

    /// <summary>The running mean <c>[channels]</c>.</summary>
    public Parameter<T> RunningMean { get; }

    /// <summary>The running variance <c>[channels]</c>, as an estimate from a sample: each batch's sum of squares divided by one less than the count.</summary>
    public Parameter<T> RunningVariance { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Inputs <c>[batch, channels, ...]</c>.</param>
    /// <param name="training">Whether to use the batch's statistics and to take them into the running ones.</param>
    /// <returns>Outputs of that shape.</returns>
    /// <exception cref="ArgumentException">The second axis is not the channels, or while training there are not two numbers a channel.</exception>
    public Variable<T> Forward(Variable<T> x, bool training)
    {
        Tape<T> tape = x.Tape;
        Shape shape = x.Shape;
        int channels = Weight.Shape[0], count = shape.Count / channels;
        if (shape.Rank < 2 || shape[1] != channels)
            throw new ArgumentException($"BatchNorm: the channels do not fit: x is {shape}; need [batch, {channels}, ...].");
        if (!training)
            return Ops.BatchNorm(
                x,
                tape.Constant(RunningMean.Values, RunningMean.Shape),
                tape.Constant(RunningVariance.Values, RunningVariance.Shape),
                tape.Use(Weight),
                tape.Use(Bias),
                _epsilon);
        if (count < 2)
            throw new ArgumentException($"BatchNorm: no variance: x is {shape}; need at least two numbers a channel while training.");
        (Variable<T> mean, Variable<T> variance) = Ops.BatchStatistics(x);
        Variable<T> y = Ops.BatchNorm(x, mean, variance, tape.Use(Weight), tape.Use(Bias), _epsilon);
        lock (_turn)
        {
            Take(mean.Values, RunningMean.Write(), 1);
            Take(variance.Values, RunningVariance.Write(), count / (count - 1.0));
        }

        return y;
    }

    private void Take(ReadOnlySpan<T> batch, Span<T> running, double factor)
    {
        T old = T.CreateChecked(1 - _momentum), share = T.CreateChecked(_momentum * factor);
        for (int i = 0; i < running.Length; i++)
            running[i] = (old * running[i]) + (share * batch[i]);
    }
}

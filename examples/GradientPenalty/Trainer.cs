using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.GradientPenalty;

/// <summary>Trains a critic to tell two clouds apart, with its slope held near 1 by a penalty.</summary>
/// <remarks>Source: Gulrajani et al. 2017, Improved Training of Wasserstein GANs, equation 3.</remarks>
public sealed class Trainer
{
    private const int Checked = 2048;

    private readonly double _weight;
    private readonly int _batch;
    private readonly Clouds _clouds;
    private readonly Points _fresh;

    /// <summary>Makes a critic.</summary>
    /// <param name="weight">The penalty's factor λ; 0 for none.</param>
    /// <param name="hidden">Features of its hidden layers.</param>
    /// <param name="batch">Points of each cloud in a step.</param>
    /// <param name="seed">Decides weights and points.</param>
    public Trainer(double weight, int hidden, int batch, int seed)
    {
        (_weight, _batch) = (weight, batch);
        Critic = new Critic(hidden, new RandomStream((ulong)seed));
        _clouds = new Clouds(seed);
        _fresh = new Clouds(seed + 1).Draw(Checked);
    }

    /// <summary>What is trained.</summary>
    public Critic Critic { get; }

    /// <summary>Trains.</summary>
    /// <param name="steps">How many updates.</param>
    /// <param name="every">How often to look.</param>
    /// <returns>What was seen: before the first update, and after every so many.</returns>
    public IEnumerable<Record> Train(int steps, int every)
    {
        Adam<double> adam = new(Critic.Parameters, learningRate: 3e-3, beta1: 0.5);
        using Tape<double> tape = new();
        yield return Look(0);
        for (int step = 1; step <= steps; step++)
        {
            tape.Reset();
            tape.Backward(Loss(tape, _clouds.Draw(_batch)));
            adam.Step();
            Critic.ClearGradients();
            if (step % every == 0 || step == steps)
                yield return Look(step);
        }
    }

    /// <summary>The loss: made above real, and the penalty.</summary>
    /// <param name="tape">Where to.</param>
    /// <param name="points">Points of both clouds.</param>
    public Variable<double> Loss(Tape<double> tape, Points points)
    {
        Variable<double> gap = Gap(tape, points);
        return _weight == 0 ? -gap : (_weight * Critic.Penalty(points.Variable(tape, points.Between))) - gap;
    }

    // On points that were not trained on.
    private Record Look(int step)
    {
        using Tape<double> tape = new();
        Variable<double> lengths = Critic.SlopeLengths(_fresh.Variable(tape, _fresh.Between));
        return new Record(step, Gap(tape, _fresh).Item(), Mean(Square(lengths - 1.0)).Item(), Mean(lengths).Item(), lengths.ToArray().Max());
    }

    private Variable<double> Gap(Tape<double> tape, Points points) =>
        Mean(Critic.Judge(points.Constant(tape, points.Real))) - Mean(Critic.Judge(points.Constant(tape, points.Made)));
}

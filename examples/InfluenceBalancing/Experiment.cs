using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.InfluenceBalancing;

/// <summary>One policy, and where it takes theta.</summary>
/// <param name="policy">How far back losses are followed, or how their gradient is carried forward.</param>
public sealed class Experiment(Truncation policy)
{
    private readonly List<(double Step, double Theta)> _path = [];

    /// <summary>How far back losses are followed, or how their gradient is carried forward.</summary>
    public Truncation Policy => policy;

    /// <summary>Theta on the way: pairs of a step and its theta.</summary>
    public IReadOnlyList<(double Step, double Theta)> Path => _path;

    /// <summary>The step at which the run diverged; null where it did not.</summary>
    public int? DivergedAt { get; private set; }

    /// <summary>The last theta.</summary>
    public double Theta { get; private set; }

    /// <summary>
    /// Runs the network, with an update after every stride by the sum of its losses' gradients: where windows overlap, of the steps as they
    /// were run.
    /// </summary>
    /// <param name="steps">How many steps.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="status">Where progress is shown.</param>
    public void Run(int steps, double rate, StatusLine status)
    {
        int every = System.Math.Max(1, steps / 500);
        Network network = new(steps)
        {
            Watch = (step, theta) =>
            {
                if (step % every == 0)
                    _path.Add((step, theta));
                if (!(System.Math.Abs(theta) < Network.Diverged))
                    throw new DivergedException(step);
                status.Show(step, steps, $"{policy}: theta {theta:F5}");
            },
        };
        using TruncatedBackprop<double, HiddenState<double>> trainer = new(policy, LossReduction.Sum);
        try
        {
            trainer.Train(network, new Sgd<double>([network.Theta], rate), WeightUpdate.Stale);
        }
        catch (DivergedException diverged)
        {
            DivergedAt = diverged.Step;
        }

        Theta = network.Theta.Values[0];
    }
}

using System;
using System.Diagnostics;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.VanishingGradients;

/// <summary>A network before training, as its report shows it.</summary>
/// <param name="Name">The network.</param>
/// <param name="Report">The report.</param>
/// <param name="Cost">What the report cost, in runs forward and backward of a training.</param>
public sealed record Look(string Name, FlowReport Report, double Cost)
{
    private const int Repeats = 20;

    /// <summary>Looks at a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="settings">The sizes, and the seed of the data.</param>
    public static Look At(Network network, Settings settings)
    {
        AddingProblem data = new(settings, new Random(settings.Seed));
        data.Draw();
        FlowReport report = network.Look(data);
        double training = Fastest(() =>
        {
            network.Parameters.ClearGradients();
            network.Accumulate(data);
        });
        return new Look(network.Name, report, Fastest(() => network.Look(data)) / training);
    }

    /// <summary>The norm of the gradient at a lag, as a part of that at the loss's own step.</summary>
    /// <param name="lag">Steps before the loss.</param>
    public double Relative(int lag) => Report.LagNorms.Count > lag ? Report.LagNorms[lag] / Report.LagNorms[0] : double.NaN;

    private static double Fastest(Action action)
    {
        double fastest = double.PositiveInfinity;
        for (int i = 0; i < Repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return fastest;
    }
}

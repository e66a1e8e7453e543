using System;
using AutoDiff.Layers;

namespace AutoDiff.Examples.VanishingGradients;

/// <summary>A training of the network that explodes, under a limit of the gradient's norm.</summary>
/// <param name="Limit">The limit; infinite for none.</param>
/// <param name="Updates">The updates that were made: fewer than asked for where a loss or gradient was not finite.</param>
/// <param name="AverageNorm">The mean norm of the gradients, before they were clipped.</param>
/// <param name="LargestNorm">The largest norm.</param>
/// <param name="Clipped">The share of updates that were clipped.</param>
/// <param name="Loss">The mean squared error over the last tenth of the updates; no number where not all were made.</param>
/// <param name="WorstLoss">The largest squared error of an update in the second half.</param>
public sealed record ClippedTraining(double Limit, int Updates, double AverageNorm, double LargestNorm, double Clipped, double Loss, double WorstLoss)
{
    private const double LearningRate = 0.05;

    /// <summary>Trains.</summary>
    /// <param name="settings">The sizes and the seed.</param>
    /// <param name="limit">The limit of the gradient's norm.</param>
    public static ClippedTraining Run(Settings settings, double limit)
    {
        Network network = Networks.Exploding(settings);
        AddingProblem data = new(settings, new Random(settings.Seed + 1));
        Sgd<float> sgd = new(network.Parameters, LearningRate);
        double sum = 0, largest = 0, worst = 0, last = 0;
        int clipped = 0, tail = Math.Max(1, settings.Updates / 10);
        for (int update = 0; update < settings.Updates; update++)
        {
            data.Draw();
            network.Parameters.ClearGradients();
            double loss = network.Accumulate(data), norm = GradientClipping.GlobalNorm(network.Parameters);
            if (!double.IsFinite(loss) || !double.IsFinite(norm))
                return new ClippedTraining(limit, update, update == 0 ? double.NaN : sum / update, largest, (double)clipped / Math.Max(1, update), double.NaN, double.NaN);
            sum += norm;
            largest = Math.Max(largest, norm);
            worst = update >= settings.Updates / 2 ? Math.Max(worst, loss) : worst;
            last += update >= settings.Updates - tail ? loss / tail : 0;
            if (norm > limit)
            {
                GradientClipping.ByGlobalNorm(network.Parameters, limit);
                clipped++;
            }

            sgd.Step();
        }

        return new ClippedTraining(limit, settings.Updates, sum / settings.Updates, largest, (double)clipped / settings.Updates, last, worst);
    }
}

using System;

namespace AutoDiff.Examples.Sandwich;

/// <summary>Inputs of an interval, and targets that depend on the inputs of some steps before too, so that there is something to remember.</summary>
public sealed class Data
{
    private readonly double[][] _inputs, _targets;

    /// <summary>Makes an interval.</summary>
    /// <param name="steps">How many steps it has.</param>
    /// <param name="seed">The same seed gives the same numbers.</param>
    public Data(int steps, int seed)
    {
        Random random = new(seed), mixing = new(0);
        double[] mix = Draw(mixing, Sizes.Inputs * Sizes.Outputs), trace = new double[Sizes.Batch * Sizes.Inputs];
        (_inputs, _targets) = (new double[steps][], new double[steps][]);
        for (int t = 0; t < steps; t++)
        {
            _inputs[t] = Draw(random, trace.Length);
            for (int i = 0; i < trace.Length; i++)
                trace[i] = (0.5 * trace[i]) + _inputs[t][i];
            _targets[t] = Mixed(trace, mix);
        }
    }

    /// <summary>How many steps there are.</summary>
    public int Steps => _inputs.Length;

    /// <summary>The inputs of a step, <c>[128, 10]</c>.</summary>
    /// <param name="step">Which, from 0.</param>
    public ReadOnlySpan<double> Inputs(int step) => _inputs[step];

    /// <summary>The targets of a step, <c>[128, 100]</c>.</summary>
    /// <param name="step">Which, from 0.</param>
    public ReadOnlySpan<double> Targets(int step) => _targets[step];

    private static double[] Draw(Random random, int count)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = (2 * random.NextDouble()) - 1;
        return values;
    }

    // tanh(trace times mix / 2).
    private static double[] Mixed(double[] trace, double[] mix)
    {
        double[] targets = new double[Sizes.Batch * Sizes.Outputs];
        for (int i = 0; i < targets.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < Sizes.Inputs; k++)
                sum += trace[(i / Sizes.Outputs * Sizes.Inputs) + k] * mix[(k * Sizes.Outputs) + (i % Sizes.Outputs)];
            targets[i] = Math.Tanh(sum / 2);
        }

        return targets;
    }
}

using System;
using System.Linq;

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
        double[] mix = [.. Enumerable.Range(0, Sizes.Inputs * Sizes.Outputs).Select(_ => mixing.NextDouble() - 0.5)], trace = new double[Sizes.Batch * Sizes.Inputs];
        (_inputs, _targets) = (new double[steps][], new double[steps][]);
        for (int t = 0; t < steps; t++)
        {
            double[] x = [.. Enumerable.Range(0, trace.Length).Select(_ => (2 * random.NextDouble()) - 1)];
            trace = [.. trace.Zip(x, (old, now) => (0.5 * old) + now)];
            double[] kept = trace;
            _inputs[t] = x;
            _targets[t] = [.. Enumerable.Range(0, Sizes.Batch * Sizes.Outputs).Select(i => Math.Tanh(Dot(kept, i / Sizes.Outputs, mix, i % Sizes.Outputs)))];
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

    private static double Dot(double[] rows, int row, double[] mix, int column) => Enumerable.Range(0, Sizes.Inputs).Sum(i => rows[(row * Sizes.Inputs) + i] * mix[(i * Sizes.Outputs) + column]);
}

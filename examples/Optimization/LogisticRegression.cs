using System;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.Optimization;

/// <summary>
/// Logistic regression, <c>mean_i log(1 + exp(-s_i · x_i·w)) + μ/2 · |w|²</c> with the sides <c>s_i = ±1</c>. Features have
/// sizes from 1 down to 1/30, as those of real data have before anybody scales them: curvatures then differ by a factor of a thousand.
/// </summary>
public sealed class LogisticRegression : IObjective
{
    private const double Penalty = 1e-4, SmallestScale = 1.0 / 30;

    private readonly int _examples, _features;
    private readonly double[] _signed;

    /// <summary>Draws the data: features are normal, sides follow a hidden vector with noise.</summary>
    /// <param name="examples">How many examples.</param>
    /// <param name="features">How many features.</param>
    /// <param name="seed">Decides all numbers.</param>
    public LogisticRegression(int examples, int features, int seed)
    {
        (_examples, _features) = (examples, features);
        _signed = new double[examples * features];
        double[] hidden = new double[features], noise = new double[examples];
        CounterRandom.FillNormal<double>((ulong)seed, 0, 0, _signed);
        CounterRandom.FillNormal<double>((ulong)seed, 1, 0, hidden);
        CounterRandom.FillNormal<double>((ulong)seed, 2, 0, noise);
        for (int example = 0; example < examples; example++)
        {
            Span<double> row = _signed.AsSpan(example * features, features);
            double score = noise[example];
            for (int i = 0; i < features; i++)
            {
                score += row[i] * hidden[i] / Math.Sqrt(features);
                row[i] *= Math.Pow(SmallestScale, i / Math.Max(1.0, features - 1));
            }

            // s · x is all that the loss asks of an example.
            for (int i = 0; i < features; i++)
                row[i] *= score > 0 ? 1 : -1;
        }
    }

    /// <inheritdoc/>
    public string Name => $"logistic regression, {_examples} x {_features}";

    /// <inheritdoc/>
    public double[] Start() => new double[_features];

    /// <inheritdoc/>
    public Variable<double> Value(Variable<double> x)
    {
        Variable<double> margins = MatMul(x.Tape.Constant(_signed, new Shape(_examples, _features)), x);
        return Mean(Softplus(-margins)) + (SumOfSquares(x) * (Penalty / 2));
    }
}

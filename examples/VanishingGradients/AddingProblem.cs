using System;

namespace AutoDiff.Examples.VanishingGradients;

/// <summary>
/// The adding problem: each step gives a number of [0, 1) and a mark; two steps are marked, one in each half, and after the last step the sum of
/// their numbers is asked for. Whoever always answers 1 has a squared error of 1/6.
/// </summary>
/// <param name="settings">The sizes.</param>
/// <param name="random">Where numbers and marks come from.</param>
/// <remarks>Source: Hochreiter and Schmidhuber 1997; in this form Le, Jaitly and Hinton 2015.</remarks>
public sealed class AddingProblem(Settings settings, Random random)
{
    /// <summary>The squared error of always answering 1.</summary>
    public const double Baseline = 1.0 / 6;

    private readonly float[] _inputs = new float[settings.Steps * settings.Batch * 2], _sums = new float[settings.Batch];

    /// <summary>Numbers and marks <c>[time, batch, 2]</c>.</summary>
    public ReadOnlyMemory<float> Inputs => _inputs;

    /// <summary>The sums <c>[batch, 1]</c>.</summary>
    public ReadOnlyMemory<float> Sums => _sums;

    /// <summary>Draws other sequences.</summary>
    public void Draw()
    {
        Array.Clear(_sums);
        for (int i = 0; i < _inputs.Length; i += 2)
            (_inputs[i], _inputs[i + 1]) = (random.NextSingle(), 0);
        for (int row = 0; row < settings.Batch; row++)
        {
            Mark(row, random.Next(0, settings.Steps / 2));
            Mark(row, random.Next(settings.Steps / 2, settings.Steps));
        }
    }

    private void Mark(int row, int step)
    {
        int at = 2 * ((step * settings.Batch) + row);
        _inputs[at + 1] = 1;
        _sums[row] += _inputs[at];
    }
}

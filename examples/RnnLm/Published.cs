using System;
using System.Collections.Generic;

namespace AutoDiff.Examples.RnnLm;

/// <summary>
/// The dev losses that reports on the coursework give for its question 2a: sigmoid, the first 1,000 sentences of <c>wiki-train.txt</c>, 10 epochs.
/// </summary>
/// <remarks>Source: the exemplary report in github.com/treszkai/edinburgh-nlu-cw. Runs of the same settings differ by about 0.05 in it.</remarks>
public static class Published
{
    private static readonly int[] Lookbacks = [0, 2, 5];

    private static readonly Dictionary<(int Hidden, double Rate), double[]> Losses = new()
    {
        [(25, 1)] = [4.939, 4.916, 4.906],
        [(25, 0.5)] = [5.017, 4.965, 4.954],
        [(25, 0.1)] = [5.223, 5.180, 5.225],
        [(25, 0.05)] = [5.398, 5.397, 5.375],
        [(50, 1)] = [5.020, 5.005, 5.051],
        [(50, 0.5)] = [4.974, 5.030, 5.013],
        [(50, 0.1)] = [5.112, 5.120, 5.130],
        [(50, 0.05)] = [5.272, 5.310, 5.296],
    };

    /// <summary>The published loss of a trial; null where there is none.</summary>
    /// <param name="trial">The trial.</param>
    public static double? LossOf(Trial trial)
    {
        (Settings settings, Rnn.Truncation truncation) = (trial.Settings, trial.Policy.Truncation);
        bool isCourseworks = settings is { Activation: Activation.Sigmoid, Output: OutputKind.Full, Batch: 100, Epochs: 10, Anneal: 5, Steps: null } && truncation.Stride == 1;
        int at = isCourseworks ? Array.IndexOf(Lookbacks, truncation.Length!.Value - 1) : -1;
        return at >= 0 && Losses.TryGetValue((settings.Hidden, settings.LearningRate), out double[]? losses) ? losses[at] : null;
    }
}

using System.Collections.Generic;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>What an experiment gave.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Curve">The measurements, before the first update and after some of them.</param>
/// <param name="IsSolved">Whether the last one is below the target.</param>
/// <param name="PeakBytes">The most bytes that training took on the tape at one time.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record Result(Experiment Experiment, IReadOnlyList<(int Updates, Evaluation Test)> Curve, bool IsSolved, long PeakBytes, double Seconds)
{
    /// <summary>The last measurement.</summary>
    public Evaluation Last => Curve[^1].Test;

    /// <summary>Updates that were made.</summary>
    public int Updates => Curve[^1].Updates;
}

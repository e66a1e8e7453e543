using System.Collections.Generic;
using System.Diagnostics;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>One task, cell and policy.</summary>
/// <param name="Task">The task.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Policy">How far losses are followed back.</param>
/// <param name="Settings">How to train.</param>
public sealed record Experiment(LongTask Task, CellKind Cell, Policy Policy, Settings Settings)
{
    /// <summary>What tables and pictures call it.</summary>
    public string Name => $"{Cell}, T = {Task.Length}, {Policy.Name}";

    /// <summary>Trains until the task is solved or the updates are used up.</summary>
    /// <param name="target">The loss below which the task is solved.</param>
    /// <param name="status">What is told.</param>
    public Result Run(double target, StatusLine status)
    {
        using Learner learner = Learner.Create(Cell, Task, Policy, Settings);
        List<(int Updates, Evaluation Test)> curve = [(0, learner.Measure())];
        Stopwatch watch = Stopwatch.StartNew();
        for (int update = 1; update <= Settings.Updates && curve[^1].Test.Loss >= target; update++)
        {
            double loss = learner.Train();
            if (update % Settings.MeasureEvery == 0 || update == Settings.Updates)
                curve.Add((update, learner.Measure()));
            status.Show(update, Settings.Updates, $"{Name}, seed {Settings.Seed}: training {loss:G3}, test {curve[^1].Test.Loss:G3}");
        }

        return new Result(this, curve, curve[^1].Test.Loss < target, learner.PeakBytes, watch.Elapsed.TotalSeconds);
    }
}

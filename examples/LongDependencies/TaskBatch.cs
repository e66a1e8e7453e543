using System;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>Sequences side by side, in memory that is filled again and again.</summary>
public sealed class TaskBatch
{
    private readonly float[] _inputs, _targets;

    /// <summary>Makes room for sequences.</summary>
    /// <param name="task">What they are of.</param>
    /// <param name="rows">How many.</param>
    public TaskBatch(LongTask task, int rows)
    {
        Rows = rows;
        _inputs = new float[task.Steps * rows * task.InputSize];
        _targets = new float[(task.Steps - task.FirstLoss) * rows];
    }

    /// <summary>How many sequences.</summary>
    public int Rows { get; }

    /// <summary>The inputs <c>[steps, rows, inputs]</c>.</summary>
    public Span<float> Inputs => _inputs;

    /// <summary>What is right at the steps with a loss, <c>[steps, rows]</c>: a number, or the number of a class.</summary>
    public Span<float> Targets => _targets;
}

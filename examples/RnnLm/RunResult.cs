using System.Collections.Generic;

namespace AutoDiff.Examples.RnnLm;

/// <summary>What one policy gave with one seed.</summary>
public sealed record RunResult
{
    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>All passes, the untrained model first.</summary>
    public required IReadOnlyList<EpochRecord> Epochs { get; init; }

    /// <summary>The pass after which the validation loss was lowest; its weights are the result.</summary>
    public required EpochRecord Best { get; init; }

    /// <summary>The best weights measured on the training sentences.</summary>
    public required Evaluation Training { get; init; }

    /// <summary>Updates of the weights.</summary>
    public required long Updates { get; init; }

    /// <summary>Steps of the state that training ran forward.</summary>
    public required long ForwardSteps { get; init; }

    /// <summary>Steps of the state that training ran backward: for overlapping windows, a step for each loss that sees it.</summary>
    public required long BackwardSteps { get; init; }

    /// <summary>Time of training, without measurements.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether the loss became infinite or no number, which ended the training.</summary>
    public required bool Diverged { get; init; }
}

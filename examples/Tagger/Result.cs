using System.Collections.Generic;

namespace AutoDiff.Examples.Tagger;

/// <summary>What one training gave.</summary>
/// <param name="Settings">How it was trained.</param>
/// <param name="Model">The model, with the weights of the best epoch.</param>
/// <param name="Epochs">All passes.</param>
/// <param name="BestEpoch">The pass after which most validation words were right, from 1.</param>
/// <param name="Test">The measurement on the test sentences.</param>
public sealed record Result(Settings Settings, TaggerModel Model, IReadOnlyList<EpochRecord> Epochs, int BestEpoch, Evaluation Test)
{
    /// <summary>The measurement on the validation sentences.</summary>
    public Evaluation Validation => Epochs[BestEpoch - 1].Validation;
}

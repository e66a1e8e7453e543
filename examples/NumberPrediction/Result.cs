using System.Collections.Generic;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>What one training gave.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="BestEpoch">The epoch with the lowest loss on the validation sentences; its weights are the result.</param>
/// <param name="Validation">The measurement on the validation sentences.</param>
/// <param name="Training">The measurement on the training sentences.</param>
/// <param name="Losses">The loss on the validation sentences before the training and after each epoch.</param>
/// <param name="Seconds">How long it took, measurements included.</param>
public sealed record Result(int Seed, int BestEpoch, Evaluation Validation, Evaluation Training, IReadOnlyList<double> Losses, double Seconds);

using System.Collections.Generic;

namespace AutoDiff.Examples.Chorales;

/// <summary>What one training gave; losses are in nats a frame.</summary>
/// <param name="Settings">How it was trained.</param>
/// <param name="Model">The model, with the weights of the best epoch.</param>
/// <param name="Training">The loss met while training, with dropout, of each epoch.</param>
/// <param name="Validation">The loss on the validation pieces after each epoch.</param>
/// <param name="BestEpoch">The epoch with the lowest loss on the validation pieces, from 1.</param>
/// <param name="Test">The loss of its weights on the test pieces.</param>
/// <param name="Seconds">How long it took, measurements included.</param>
public sealed record Result(Settings Settings, ChoraleModel Model, IReadOnlyList<double> Training, IReadOnlyList<double> Validation, int BestEpoch, double Test, double Seconds)
{
    /// <summary>The lowest loss on the validation pieces.</summary>
    public double Best => Validation[BestEpoch - 1];
}

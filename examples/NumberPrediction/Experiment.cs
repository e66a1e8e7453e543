using System.Collections.Generic;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>One kind of model with one truncation, trained with several seeds.</summary>
/// <param name="Settings">The model and its training.</param>
/// <param name="Lookback">How many steps before the last the loss is followed back through; null for all.</param>
public sealed record Experiment(Settings Settings, int? Lookback)
{
    /// <summary>What tables and pictures call it.</summary>
    public string Name => $"{(Settings.Model == ModelKind.Elman ? "Elman" : "LSTM")}, {(Lookback is int steps ? $"lookback {steps}" : "full")}";

    /// <summary>What each seed gave.</summary>
    public IReadOnlyList<Result> Results { get; private set; } = [];

    /// <summary>Trains with one more seed.</summary>
    /// <param name="corpus">The sentences.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="status">What is told.</param>
    public void Run(Corpus corpus, int seed, StatusLine status)
    {
        using Trainer trainer = new(corpus, Settings, Lookback, seed);
        Result result = trainer.Run(status, $"{Name}, seed {seed}");
        Results = [.. Results, result];
        status.Write(
            $"{Name}, seed {seed}: dev loss {result.Validation.Loss:F3}, {100 * result.Validation.Accuracy:F1} % right, of epoch {result.BestEpoch} "
                + $"({result.Seconds:F1} s)");
    }
}

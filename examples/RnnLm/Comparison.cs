using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.RnnLm;

/// <summary>A grid of policies, sizes and rates, trained on the same sentences, with the same seeds.</summary>
/// <param name="corpus">The sentences.</param>
/// <param name="settings">The settings that all have in common.</param>
/// <param name="trials">What is compared.</param>
public sealed class Comparison(Corpus corpus, Settings settings, IReadOnlyList<Trial> trials)
{
    private readonly List<RunResult>[] _results = [.. trials.Select(_ => new List<RunResult>())];

    /// <summary>The sentences.</summary>
    public Corpus Corpus { get; } = corpus;

    /// <summary>The settings that all have in common; sizes and rates are those of the first trial.</summary>
    public Settings Settings { get; } = settings;

    /// <summary>What is compared, with the results so far.</summary>
    public IEnumerable<(Trial Trial, IReadOnlyList<RunResult> Results)> Rows => trials.Zip(_results, (trial, results) => (trial, (IReadOnlyList<RunResult>)results));

    /// <summary>Whether the sentences are those of the coursework, for which there are published figures.</summary>
    public bool HasPublished { get; init; }

    /// <summary>Whether a training diverged.</summary>
    public bool HasDiverged => _results.Any(results => results.Any(result => result.Diverged));

    /// <summary>Trains, seed by seed, one trial after the other.</summary>
    /// <param name="status">What is told.</param>
    /// <param name="finished">Called after each training.</param>
    public void Run(StatusLine status, Action finished)
    {
        for (int seed = Settings.FirstSeed; seed < Settings.FirstSeed + Settings.Seeds; seed++)
        {
            for (int i = 0; i < trials.Count; i++)
            {
                using Trainer trainer = new(Corpus, trials[i].Settings, trials[i].Policy.Truncation, seed);
                string name = $"{trials[i].Name}, seed {seed}";
                RunResult result = trainer.Run(status, name);
                _results[i].Add(result);
                status.Write(result.Diverged
                    ? $"{name}: diverged after {result.Updates} updates"
                    : $"{name}: dev loss {result.Best.Validation.Loss:F4} nats a word, of epoch {result.Best.Epoch} ({result.Seconds:F1} s of training)");
                finished();
            }
        }

        status.Write("");
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.RnnLm;

/// <summary>Several policies trained on the same sentences, with the same seeds.</summary>
/// <param name="corpus">The sentences.</param>
/// <param name="settings">The settings.</param>
/// <param name="policies">What is compared.</param>
public sealed class Comparison(Corpus corpus, Settings settings, IReadOnlyList<Policy> policies)
{
    private readonly List<RunResult>[] _results = [.. policies.Select(_ => new List<RunResult>())];

    /// <summary>The sentences.</summary>
    public Corpus Corpus { get; } = corpus;

    /// <summary>The settings.</summary>
    public Settings Settings { get; } = settings;

    /// <summary>What is compared, with the results so far.</summary>
    public IEnumerable<(Policy Policy, IReadOnlyList<RunResult> Results)> Rows => policies.Zip(_results, (policy, results) => (policy, (IReadOnlyList<RunResult>)results));

    /// <summary>Whether a training diverged.</summary>
    public bool HasDiverged => _results.Any(results => results.Any(result => result.Diverged));

    /// <summary>Trains, seed by seed, one policy after the other.</summary>
    /// <param name="progress">What shows it.</param>
    /// <param name="finished">Called after each training.</param>
    public void Run(Progress progress, Action finished) => progress.Show(policies, Settings.Seeds, () =>
    {
        for (int seed = Settings.FirstSeed; seed < Settings.FirstSeed + Settings.Seeds; seed++)
        {
            for (int i = 0; i < policies.Count; i++)
            {
                using Trainer trainer = new(Corpus, Settings, policies[i].Truncation, seed);
                RunResult result = trainer.Run(progress.Begin(policies[i], seed, trainer));
                _results[i].Add(result);
                progress.End(policies[i], result);
                finished();
            }
        }
    });
}

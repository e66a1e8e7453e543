using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.RnnLm;

/// <summary>The table of the grid.</summary>
public static class Report
{
    /// <summary>Says what is compared.</summary>
    public static string Describe(Comparison comparison)
    {
        (Corpus corpus, Settings settings) = (comparison.Corpus, comparison.Settings);
        string rates = settings.Anneal > 0 ? $" · {settings.Anneal} / ({settings.Anneal} + epoch)" : " that stay";
        string seeds = settings.Seeds == 1 ? $"seed {settings.FirstSeed}" : $"seeds {settings.FirstSeed} to {settings.FirstSeed + settings.Seeds - 1}";
        string words = $"{corpus.Vocabulary.Count:N0} words, {corpus.Vocabulary.Lost:P2} of all tokens lost to UNK";
        return $"""
            {corpus.Name}: {corpus.Training.Count:N0} sentences to train on ({corpus.TrainingWords:N0} words to predict), {corpus.Validation.Count:N0} for validation; {words}
            {settings.Activation} units, {settings.Output} softmax; rates{rates}, batches of {settings.Batch} sentences, at most {settings.Epochs} epochs, {seeds}
            """;
    }

    /// <summary>Writes the table.</summary>
    /// <param name="comparison">What was compared.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Comparison comparison, TextWriter output)
    {
        double lost = comparison.Corpus.Vocabulary.Lost;
        Tables.Write(
            output,
            ["units, rate, policy", "train", "dev", .. (string[])(comparison.HasPublished ? ["published"] : []), "ppl", "adjusted", "agrees %", "seconds", "state steps"],
            comparison.Rows.Select(row => (string[])
            [
                row.Results.Count(result => result.Diverged) is > 0 and int diverged ? $"{row.Trial.Name}, {diverged} diverged" : row.Trial.Name,
                Cell(row.Results, result => result.Training.Loss, "F3"),
                Cell(row.Results, result => result.Best.Validation.Loss, "F3"),
                .. (string[])(comparison.HasPublished ? [Published.LossOf(row.Trial)?.ToString("F3") ?? ""] : []),
                Cell(row.Results, result => result.Best.Validation.Perplexity, "F1"),
                Cell(row.Results, result => result.Best.Validation.AdjustedLoss(lost), "F3"),
                Cell(row.Results, result => 100 * result.Best.Validation.Agreement, "F1"),
                $"{row.Results.Average(result => result.Seconds):F1}",
                $"{Short(row.Results.Average(result => result.ForwardSteps))} + {Short(row.Results.Average(result => result.BackwardSteps))}",
            ]));
        output.WriteLine("train, dev: loss in nats a word, of the weights with the lowest dev loss");
        output.WriteLine("ppl: e^dev; adjusted: dev loss without the free points for UNK");
        output.WriteLine("agrees: how often the verb is likelier than in the other number");
        output.WriteLine("state steps: forward + backward, of a whole training");
        output.WriteLine(comparison.Settings.Seeds > 1 ? "Means over the seeds ± standard deviation." : "One seed: differences of a few hundredths say nothing; use --seeds.");
    }

    private static string Cell(IReadOnlyList<RunResult> results, Func<RunResult, double> value, string format) => Spread.Of(results.Select(value)).ToText(format, " ± ");

    private static string Short(double steps) => steps < 10_000 ? steps.ToString("N0") : steps < 1e6 ? $"{steps / 1e3:F0}k" : $"{steps / 1e6:F2}M";
}

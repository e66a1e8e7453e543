using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Spectre.Console;

namespace AutoDiff.Examples.RnnLm;

/// <summary>The table of policies and results.</summary>
public static class Report
{
    // Wide enough for every column where there is no terminal to fit into.
    private const int PlainWidth = 240;

    /// <summary>Says what is compared.</summary>
    public static string Describe(Comparison comparison)
    {
        (Corpus corpus, Settings settings) = (comparison.Corpus, comparison.Settings);
        return $"""
            {corpus.Name}: {corpus.Training.Count:N0} sentences to train on ({corpus.TrainingWords:N0} words to predict), {corpus.Validation.Count:N0} for validation; {corpus.Vocabulary.Count:N0} words, {corpus.Vocabulary.Lost:P2} of all tokens lost to UNK
            {settings.Hidden} {settings.Activation} units; rate {settings.LearningRate}{(settings.Anneal > 0 ? $" · {settings.Anneal} / ({settings.Anneal} + epoch)" : "")}, batches of {settings.Batch} sentences, at most {settings.Epochs} epochs, {(settings.Seeds == 1 ? $"seed {settings.FirstSeed}" : $"seeds {settings.FirstSeed} to {settings.FirstSeed + settings.Seeds - 1}")}
            """;
    }

    /// <summary>Writes the table.</summary>
    /// <param name="comparison">What was compared.</param>
    /// <param name="output">Where to.</param>
    /// <param name="terminal">Whether that is a terminal; if not, the table is Markdown.</param>
    public static void Write(Comparison comparison, TextWriter output, bool terminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!terminal)
            console.Profile.Width = PlainWidth;
        Table table = new() { Border = terminal ? TableBorder.Rounded : TableBorder.Markdown };
        table.AddColumn("policy");
        foreach (string title in (string[])["train loss", "dev loss", "perplexity", "adjusted loss", "adjusted ppl", "agreement", "seconds", "state steps forward", "backward"])
            table.AddColumn(new TableColumn(title).RightAligned());
        double lost = comparison.Corpus.Vocabulary.Lost;
        foreach ((Policy policy, IReadOnlyList<RunResult> results) in comparison.Rows)
        {
            int diverged = results.Count(result => result.Diverged);
            table.AddRow(
                diverged == 0 ? policy.Name : $"{policy.Name} ({diverged} of {results.Count} diverged)",
                Cell(results, result => result.Training.Loss, "F3"),
                Cell(results, result => result.Best.Validation.Loss, "F3"),
                Cell(results, result => result.Best.Validation.Perplexity, "F1"),
                Cell(results, result => result.Best.Validation.AdjustedLoss(lost), "F3"),
                Cell(results, result => Math.Exp(result.Best.Validation.AdjustedLoss(lost)), "F1"),
                Cell(results, result => 100 * result.Best.Validation.Agreement, "F1") + " %",
                Cell(results, result => result.Seconds, "F1"),
                results.Average(result => result.ForwardSteps).ToString("N0"),
                results.Average(result => result.BackwardSteps).ToString("N0"));
        }

        console.Write(table);
        output.WriteLine($"Losses in nats a word, of the weights with the lowest dev loss{(comparison.Settings.Seeds > 1 ? "; mean ± standard deviation over the seeds" : "; one seed: differences within a few hundredths say nothing, use --seeds")}.");
    }

    private static string Cell(IReadOnlyList<RunResult> results, Func<RunResult, double> value, string format) => Spread.Of(results.Select(value)).ToText(format);
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Spectre.Console;

namespace AutoDiff.Examples.RnnLm;

/// <summary>The table of policies and results.</summary>
public static class Report
{
    // Columns of a table that has every cell on one line.
    private const int WideEnough = 120;

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
            console.Profile.Width = WideEnough;
        Table table = new() { Border = terminal ? TableBorder.Simple : TableBorder.Markdown };
        table.AddColumn(new TableColumn("policy") { NoWrap = true });
        foreach (string title in (string[])["train", "dev", "ppl", "adjusted", "agrees %", "seconds", "state steps"])
            table.AddColumn(new TableColumn(title) { NoWrap = true, Alignment = Justify.Right, Padding = new Padding(1, 0, terminal ? 0 : 1, 0) });

        // In a narrow terminal, deviations go below their means.
        string plusMinus = console.Profile.Width < WideEnough ? "\n± " : " ± ";
        double lost = comparison.Corpus.Vocabulary.Lost;
        foreach ((Policy policy, IReadOnlyList<RunResult> results) in comparison.Rows)
        {
            int diverged = results.Count(result => result.Diverged);
            table.AddRow(
                diverged == 0 ? policy.Name : $"{policy.Name}, {diverged} diverged",
                Cell(result => result.Training.Loss, "F3"),
                Cell(result => result.Best.Validation.Loss, "F3"),
                Cell(result => result.Best.Validation.Perplexity, "F1"),
                Cell(result => result.Best.Validation.AdjustedLoss(lost), "F3"),
                Cell(result => 100 * result.Best.Validation.Agreement, "F1"),
                Cell(result => result.Seconds, "F1"),
                $"{Short(results.Average(result => result.ForwardSteps))} + {Short(results.Average(result => result.BackwardSteps))}");

            string Cell(Func<RunResult, double> value, string format) => Spread.Of(results.Select(value)).ToText(format, plusMinus);
        }

        console.Write(table);
        output.WriteLine("train, dev: loss in nats a word, of the weights with the lowest dev loss");
        output.WriteLine("ppl: e^dev; adjusted: dev loss without the free points for UNK");
        output.WriteLine("agrees: how often the verb is likelier than in the other number");
        output.WriteLine("state steps: forward + backward, of a whole training");
        output.WriteLine(comparison.Settings.Seeds > 1 ? "Means over the seeds ± standard deviation." : "One seed: differences of a few hundredths say nothing; use --seeds.");
    }

    private static string Short(double steps) => steps < 10_000 ? steps.ToString("N0") : steps < 1e6 ? $"{steps / 1e3:F0}k" : $"{steps / 1e6:F2}M";
}

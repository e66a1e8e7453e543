using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>The program.</summary>
public static class Program
{
    /// <summary>Runs a command line.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done.</summary>
    /// <param name="args">The words.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where the line goes that says what cannot be done.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        Option<string?> data = new("--data")
        {
            HelpName = "FOLDER",
            Description = "A folder with wiki-dev.txt, wiki-test.txt (trained on, unless there is a wiki-train.txt) and vocab.wiki.txt. Default: sentences of a toy grammar.",
        };
        Option<string> models = new("--models") { HelpName = "LIST", Description = "What to train, with commas: elman, lstm.", DefaultValueFactory = _ => "elman,lstm" };
        Option<string> lookbacks = new("--lookbacks")
        {
            HelpName = "LIST",
            Description = "How many steps before the last the loss is followed back through, with commas: numbers, or full.",
            DefaultValueFactory = _ => "0,2,5,full",
        };
        NumberOption<int> sentences = new("--sentences", "N", "Sentences to train on, the first of the file.", 4000, 1, 10_000_000);
        NumberOption<int> vocabulary = new("--vocabulary", "N", "Words to know, the most frequent.", 2000, 4, 10_000_000);
        NumberOption<int> hidden = new("--hidden", "N", "Features of the state.", 50, 1, 4096);
        NumberOption<int> epochs = new("--epochs", "N", "Passes over the sentences.", 30, 1, 100_000);
        NumberOption<int> seeds = new("--seeds", "N", "How many seeds to train with.", 1, 1, 1000);
        NumberOption<int> seed = new("--seed", "N", "The first seed.", 1, 0, int.MaxValue - 1000);
        FileOption picture = new("--picture", "Where a chart of the results goes, as SVG.");
        JsonOption json = new();
        RootCommand root = new(
            "Learns from one loss, at the last step, whether the verb that comes next is singular or plural; "
                + "the loss is followed back through some steps or all.")
        {
            data, models, lookbacks, sentences, vocabulary, hidden, epochs, seeds, seed, picture, json,
        };
        root.SetAction(result =>
        {
            (string? chart, string? file, string? folder) = (picture.Read(result), json.Read(result), result.GetValue(data));
            Settings[] kinds = [.. result.GetValue(models)!.Split(',').Select(Kind).Select(kind => kind with { Hidden = hidden.Read(result), Epochs = epochs.Read(result) })];
            int?[] steps = [.. result.GetValue(lookbacks)!.Split(',').Select(Lookback)];
            Experiment[] experiments = [.. kinds.SelectMany(kind => steps.Select(lookback => new Experiment(kind, lookback)))];
            Corpus corpus = Corpus.Load(folder, sentences.Read(result), vocabulary.Read(result));
            Train(corpus, experiments, [.. Enumerable.Range(seed.Read(result), seeds.Read(result))], output);
            if (chart is not null)
                Report.Draw(corpus, experiments, hasPublished: folder is not null).Save(chart);
            JsonOption.Write(file, Report.Json(corpus, experiments));
        });
        return CommandLine.Run(root, args, output, error);
    }

    private static void Train(Corpus corpus, IReadOnlyList<Experiment> experiments, IReadOnlyList<int> seeds, TextWriter output)
    {
        output.Write($"{corpus.Name}: {corpus.Training.Count:N0} sentences to train on, {corpus.Validation.Count:N0} to measure on; ");
        output.WriteLine($"{corpus.Words.Count:N0} words, {corpus.Words.Lost:P2} of all tokens lost to UNK");
        StatusLine status = new(output);
        foreach (int seed in seeds)
        {
            foreach (Experiment experiment in experiments)
                experiment.Run(corpus, seed, status);
        }

        status.Write("");
        Report.Write(output, corpus, experiments);
    }

    private static Settings Kind(string name) => name switch
    {
        "elman" => Settings.Elman,
        "lstm" => Settings.Lstm,
        _ => throw new InputException($"--models: \"{name}\" is no model; need elman, lstm, or both with a comma between them."),
    };

    private static int? Lookback(string text)
    {
        if (text == "full")
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int steps) && steps < int.MaxValue
            ? steps
            : throw new InputException($"--lookbacks: \"{text}\" is no lookback; need whole numbers of 0 or more, or full, with commas between them.");
    }
}

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.Tagger;

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
        Settings standard = new();
        Option<string?> data = new("--data")
        {
            HelpName = "FOLDER",
            Description = "A folder of Universal Dependencies, with files that end in -train.conllu, -dev.conllu and -test.conllu, packed or not. "
                + "Default: sentences of a made grammar.",
        };
        Option<string?> tag = new("--tag") { HelpName = "TEXT", Description = "A sentence to be tagged, by a saved model or after the training." };
        Option<string?> model = new("--model") { HelpName = "FILE", Description = "A saved model to tag with; nothing is trained." };
        NumberOption<int> hidden = new("--hidden", "N", "Features of the state of one direction over words.", standard.Hidden, 1, 4096);
        NumberOption<int> layers = new("--layers", "N", "Layers over words.", standard.Layers, 1, 16);
        NumberOption<int> epochs = new("--epochs", "N", "Passes over the sentences.", standard.Epochs, 1, 10_000);
        NumberOption<int> batch = new("--batch", "N", "Sentences side by side.", standard.Batch, 1, 10_000);
        NumberOption<double> rate = new("--learning-rate", "X", "Adam's learning rate; it falls to a tenth.", standard.LearningRate, 0, 10);
        NumberOption<double> dropout = new("--dropout", "P", "The probability of dropping an element.", standard.Dropout, 0, 0.99);
        NumberOption<int> seeds = new("--seeds", "N", "How many seeds to train with.", 1, 1, 1000);
        NumberOption<int> seed = new("--seed", "N", "The first seed.", standard.Seed, 0, int.MaxValue - 1000);
        FileOption save = new("--save", "Where the first model goes, as safetensors."), picture = new("--picture", "Where a chart of the accuracy goes, as SVG.");
        JsonOption json = new();
        RootCommand root = new("Learns the parts of speech of words from their characters and their neighbours on both sides.")
        {
            data, tag, model, hidden, layers, epochs, batch, rate, dropout, seeds, seed, save, picture, json,
        };
        root.SetAction(result =>
        {
            (string? file, string? chart, string? numbers, string? text) = (save.Read(result), picture.Read(result), json.Read(result), result.GetValue(tag));
            if (text is not null && string.IsNullOrWhiteSpace(text))
                throw new InputException("--tag: there is no word; need a sentence.");
            if (result.GetValue(model) is string saved)
            {
                Option[] training = [data, hidden, layers, epochs, batch, rate, dropout, seeds, seed, save, picture, json];
                if (training.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } given)
                    throw new InputException($"{given.Name} says how to train, --model only tags a sentence; leave one out.");
                string sentence = text ?? throw new InputException("--model: a saved model tags a sentence; need one by --tag TEXT.");
                Tag(SavedTagger.Load(saved), sentence, output);
                return;
            }

            Settings settings = standard with
            {
                Hidden = hidden.Read(result),
                Layers = layers.Read(result),
                Epochs = epochs.Read(result),
                Batch = batch.Read(result),
                LearningRate = rate.Read(result),
                Dropout = dropout.Read(result),
            };
            Treebank treebank = Treebank.Load(result.GetValue(data));
            List<Result> results = Train(
                treebank,
                Enumerable.Range(seed.Read(result), seeds.Read(result)).Select(number => settings with { Seed = number }),
                output,
                out Evaluation baseline);
            Report.Write(output, results, baseline);
            if (file is not null)
                SavedTagger.Save(file, results[0].Model, settings);
            if (chart is not null)
                Report.Draw(treebank.Name, results).Save(chart);
            JsonOption.Write(numbers, Report.Json(treebank.Name, results, baseline));
            if (text is not null)
                Tag(results[0].Model, text, output);
        });
        return CommandLine.Run(root, args, output, error);
    }

    private static List<Result> Train(Treebank treebank, IEnumerable<Settings> all, TextWriter output, out Evaluation baseline)
    {
        output.Write($"{treebank.Name}: {treebank.Training.Count:N0} sentences to train on ({treebank.Training.Sum(sentence => sentence.Words.Count):N0} words), ");
        output.WriteLine($"{treebank.Validation.Count:N0} to choose weights by, {treebank.Test.Count:N0} to test on");
        StatusLine status = new(output);
        List<Result> results = [];
        baseline = null!;
        foreach (Settings settings in all)
        {
            using Trainer trainer = new(treebank, settings);
            baseline ??= trainer.MeasureBaseline(treebank.Test);
            results.Add(trainer.Run(status));
        }

        status.Write("");
        return results;
    }

    private static void Tag(TaggerModel model, string text, TextWriter output)
    {
        using Tape<float> tape = new();
        IReadOnlyList<string> words = Tokenizer.Words(text);
        output.WriteLine(string.Join(' ', words.Zip(model.Tag(tape, [words])[0], (word, tag) => $"{word}/{tag}")));
    }
}

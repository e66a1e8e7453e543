using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.TrigramLm;

/// <summary>The program.</summary>
public static class Program
{
    private static readonly string[] CountNames = ["single words, counted", "pairs, counted", "trigrams, counted"];
    private static readonly Settings Standard = new();

    /// <summary>Runs a command line.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done.</summary>
    /// <param name="args">The words.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress goes, and the line that says what cannot be done.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        Option<string?> data = new("--data") { HelpName = "FILE", Description = "A text to learn from, a sentence a line; without it, made sentences." };
        NumberOption<int> sentences = new("--sentences", "N", "The most sentences to use; every tenth is for validation.", Standard.Sentences, 10, 10_000_000);
        NumberOption<int> vocabulary = new("--vocabulary", "N", "The most words to know.", Standard.Vocabulary, 4, 1_000_000);
        NumberOption<int> hidden = new("--hidden", "N", "Features of the hidden layer.", Standard.Hidden, 1, 4096);
        NumberOption<int> batch = new("--batch", "N", "Trigrams in a step.", Standard.Batch, 1, 100_000);
        NumberOption<int> epochs = new("--epochs", "N", "Passes over the training text.", Standard.Epochs, 1, 10_000);
        NumberOption<double> rate = new("--rate", "X", "The learning rate of plain gradient descent.", Standard.LearningRate, 0, 1000);
        NumberOption<int> seed = new("--seed", "N", "Decides weights and the order of steps.", Standard.Seed, 0, 1_000_000_000);
        FileOption picture = new("--picture", "Where a chart of the perplexities goes, as SVG.");
        JsonOption json = new();
        RootCommand root = new("A feed-forward trigram model whose graph is recorded once and replayed with new words: the same bits as recording every step, and faster.")
        {
            data, sentences, vocabulary, hidden, batch, epochs, rate, seed, picture, json,
        };
        root.SetAction(result =>
        {
            (string? chart, string? file) = (picture.Read(result), json.Read(result));
            using Experiment experiment = new(new Settings
            {
                Data = result.GetValue(data),
                Sentences = sentences.Read(result),
                Vocabulary = vocabulary.Read(result),
                Hidden = hidden.Read(result),
                Batch = batch.Read(result),
                Epochs = epochs.Read(result),
                LearningRate = rate.Read(result),
                Seed = seed.Read(result),
            });
            Train(experiment, epochs.Read(result), output, error);
            if (chart is not null)
                Draw(experiment).Save(chart);
            JsonOption.Write(file, Json(experiment));
        });
        return CommandLine.Run(root, args, output, error);
    }

    private static void Train(Experiment experiment, int epochs, TextWriter output, TextWriter error)
    {
        Corpus corpus = experiment.Corpus;
        output.WriteLine($"{corpus.Name}: {corpus.Training.Count} trigrams to learn from, {corpus.Validation.Count} to validate, {corpus.Words.Count} words.");
        output.WriteLine();
        StatusLine status = new(error);
        for (int epoch = 0; epoch < epochs; epoch++)
            experiment.Epoch(epoch, (done, steps) => status.Show(done, steps, $"pass {epoch + 1} of {epochs}"));
        status.Clear();
        Tables.Write(output, ["validation perplexity", ""], [
            .. CountNames.Zip(experiment.Counts, (name, perplexity) => new[] { name, $"{perplexity:F2}" }),
            .. experiment.Perplexities.Select((perplexity, pass) => new[] { pass == 0 ? "the model, untrained" : $"the model, after pass {pass}", $"{perplexity:F2}" }),
        ]);
        output.WriteLine();
        Tables.Write(output, ["a step of the last pass", "recorded, us", "replayed, us", "times faster"], [
            Row("forward and backward", trainer => trainer.Differentiating.TotalMicroseconds),
            Row("with the update", trainer => trainer.Elapsed.TotalMicroseconds),
        ]);
        output.WriteLine();
        output.WriteLine(
            $"All losses and weights have the same bits. The step's function was called {experiment.Replayed.Replay!.Recordings} times, "
                + $"{experiment.Replayed.Replay.Replays} steps were replayed.");

        string[] Row(string name, Func<Trainer, double> time)
        {
            double recorded = time(experiment.Recorded) / experiment.Recorded.Timed, replayed = time(experiment.Replayed) / experiment.Replayed.Timed;
            return [name, $"{recorded:F1}", $"{replayed:F1}", $"{recorded / replayed:F2}"];
        }
    }

    private static SvgDrawing Draw(Experiment experiment)
    {
        int last = experiment.Perplexities.Count - 1;
        return new LineChart
        {
            Title = "A trigram model beside counts",
            XTitle = "passes over the text",
            YTitle = "validation perplexity",
            IsLogarithmic = true,
            Lines =
            [
                new Series("the model", [.. experiment.Perplexities.Select((perplexity, pass) => ((double)pass, perplexity))]),
                .. CountNames.Zip(experiment.Counts, (name, perplexity) => new Series(name, [(0, perplexity), (last, perplexity)], IsDashed: true)),
            ],
        }.Draw();
    }

    private static JsonObject Json(Experiment experiment) => new()
    {
        ["text"] = experiment.Corpus.Name,
        ["words"] = experiment.Corpus.Words.Count,
        ["counted"] = new JsonArray([.. experiment.Counts.Select(JsonOption.Number)]),
        ["perplexities"] = new JsonArray([.. experiment.Perplexities.Select(JsonOption.Number)]),
        ["steps"] = experiment.Steps,
        ["recordings"] = experiment.Replayed.Replay!.Recordings,
        ["replays"] = experiment.Replayed.Replay.Replays,
        ["recorded_microseconds"] = experiment.Recorded.Differentiating.TotalMicroseconds / experiment.Recorded.Timed,
        ["replayed_microseconds"] = experiment.Replayed.Differentiating.TotalMicroseconds / experiment.Replayed.Timed,
    };
}

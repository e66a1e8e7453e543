using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>The results as a table, a picture and JSON.</summary>
public static class Report
{
    // The coursework report's model of 100 units on 25,000 sentences, by distance.
    private static readonly double[] Published = [91.5, 83.3, 84.5, 77.2];

    /// <summary>Writes the table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="corpus">The sentences.</param>
    /// <param name="experiments">The results.</param>
    public static void Write(TextWriter output, Corpus corpus, IReadOnlyList<Experiment> experiments)
    {
        IReadOnlyList<int> count = experiments[0].Results[0].Validation.Count;
        Tables.Write(
            output,
            ["model", "dev loss", "right, %", .. Evaluation.Distances.Zip(count, (name, n) => $"{name} ({n})"), "train, %", "seconds"],
            experiments.Select(experiment => (string[])
            [
                experiment.Name,
                Cell(experiment, result => result.Validation.Loss, "F3"),
                Cell(experiment, result => 100 * result.Validation.Accuracy, "F1"),
                .. Enumerable.Range(0, count.Count).Select(at => count[at] == 0 ? "-" : Cell(experiment, result => 100 * result.Validation.AccuracyAt(at), "F1")),
                Cell(experiment, result => 100 * result.Training.Accuracy, "F1"),
                $"{experiment.Results.Average(result => result.Seconds):F1}",
            ]));
        output.WriteLine(
            $"The share that is right of {corpus.Validation.Count} sentences, also by the distance from subject to verb; "
                + $"always the more frequent number: {100 * corpus.Majority:F1} %.");
        output.WriteLine($"Weights of the lowest dev loss.{(experiments[0].Results.Count > 1 ? " Means over the seeds ± standard deviation." : "")}");
    }

    /// <summary>Draws the share that is right by distance.</summary>
    /// <param name="corpus">The sentences.</param>
    /// <param name="experiments">The results.</param>
    /// <param name="hasPublished">Whether the published figures are of the same data.</param>
    public static SvgDrawing Draw(Corpus corpus, IReadOnlyList<Experiment> experiments, bool hasPublished)
    {
        IEnumerable<Series> lines = experiments.Select(experiment => new Series(experiment.Name,
            [.. Evaluation.Distances.Select((_, at) => ((double)at, 100 * experiment.Results.Average(result => result.Validation.AccuracyAt(at))))]));
        if (hasPublished)
            lines = lines.Append(new Series("published, 25,000", [.. Published.Select((right, at) => ((double)at, right))], IsDashed: true));
        return new LineChart
        {
            Title = $"Is the verb singular or plural? {corpus.Training.Count:N0} sentences to learn from",
            XTitle = "words from subject to verb",
            YTitle = "right, %",
            XNames = Evaluation.Distances,
            Lines = [.. lines],
        }.Draw();
    }

    /// <summary>All numbers.</summary>
    /// <param name="corpus">The sentences.</param>
    /// <param name="experiments">The results.</param>
    public static JsonObject Json(Corpus corpus, IReadOnlyList<Experiment> experiments) => new()
    {
        ["corpus"] = new JsonObject { ["name"] = corpus.Name, ["training"] = corpus.Training.Count, ["validation"] = corpus.Validation.Count, ["majority"] = corpus.Majority },
        ["experiments"] = new JsonArray([.. experiments.Select(experiment => new JsonObject
        {
            ["model"] = experiment.Settings.Model.ToString(),
            ["lookback"] = experiment.Lookback,
            ["runs"] = new JsonArray([.. experiment.Results.Select(Json)]),
        })]),
    };

    private static JsonObject Json(Result result) => new JsonObject
    {
        ["seed"] = result.Seed,
        ["best_epoch"] = result.BestEpoch,
        ["dev_loss"] = JsonOption.Number(result.Validation.Loss),
        ["dev_accuracy"] = JsonOption.Number(result.Validation.Accuracy),
        ["dev_accuracy_by_distance"] = new JsonObject(Evaluation.Distances.Select((name, at) => KeyValuePair.Create(name, JsonOption.Number(result.Validation.AccuracyAt(at))))),
        ["train_accuracy"] = JsonOption.Number(result.Training.Accuracy),
        ["dev_losses"] = new JsonArray([.. result.Losses.Select(JsonOption.Number)]),
        ["seconds"] = result.Seconds,
    };

    private static string Cell(Experiment experiment, Func<Result, double> value, string format) => Spread.Of(experiment.Results.Select(value)).ToText(format, " ± ");
}

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.Tagger;

/// <summary>The results as tables, a picture and JSON.</summary>
public static class Report
{
    /// <summary>Writes the tables.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="results">The results.</param>
    /// <param name="baseline">What can be had without a model, on the test sentences.</param>
    public static void Write(TextWriter output, IReadOnlyList<Result> results, Evaluation baseline)
    {
        Evaluation test = results[0].Test;
        Tables.Write(
            output,
            ["", "validation, %", $"test, % of {test.Count}", $"new words, % of {test.CountNew}", "epochs", "seconds"],
            [
                .. results.Select(result => (string[])
                [
                    $"BiLSTM, seed {result.Settings.Seed}",
                    $"{100 * result.Validation.Accuracy:F2}",
                    $"{100 * result.Test.Accuracy:F2}",
                    $"{100 * result.Test.AccuracyNew:F2}",
                    $"{result.Epochs.Count}",
                    $"{result.Epochs[^1].Seconds:F0}",
                ]),
                ["each word's usual tag", "", $"{100 * baseline.Accuracy:F2}", $"{100 * baseline.AccuracyNew:F2}", "", ""],
            ]);
        output.WriteLine(
            $"Most often confused, of {test.Count - test.Right} errors: "
                + $"{string.Join(", ", test.Worst(5).Select(pair => $"{pair.Is} taken for {pair.Said} {pair.Times}"))}.");
    }

    /// <summary>Draws the accuracy over the epochs.</summary>
    /// <param name="name">The sentences.</param>
    /// <param name="results">The results.</param>
    public static SvgDrawing Draw(string name, IReadOnlyList<Result> results) => new LineChart
    {
        Title = $"{name}: words whose part of speech is right, validation",
        XTitle = "epoch",
        YTitle = "right, %",
        Lines =
        [
            .. results.SelectMany((result, place) => (Series[])
            [
                new($"seed {result.Settings.Seed}", [.. result.Epochs.Select((epoch, i) => (i + 1.0, 100 * epoch.Validation.Accuracy))], Colour: place),
                new(
                    $"seed {result.Settings.Seed}, new words",
                    [.. result.Epochs.Select((epoch, i) => (i + 1.0, 100 * epoch.Validation.AccuracyNew))],
                    IsDashed: true,
                    Colour: place),
            ]),
        ],
    }.Draw();

    /// <summary>All numbers.</summary>
    /// <param name="name">The sentences.</param>
    /// <param name="results">The results.</param>
    /// <param name="baseline">What can be had without a model, on the test sentences.</param>
    public static JsonObject Json(string name, IReadOnlyList<Result> results, Evaluation baseline) => new()
    {
        ["sentences"] = name,
        ["baseline"] = Json(baseline),
        ["runs"] = new JsonArray([.. results.Select(result => new JsonObject
        {
            ["seed"] = result.Settings.Seed,
            ["best_epoch"] = result.BestEpoch,
            ["test"] = Json(result.Test),
            ["epochs"] = new JsonArray([.. result.Epochs.Select(epoch => new JsonObject
            {
                ["loss"] = JsonOption.Number(epoch.Loss),
                ["validation"] = Json(epoch.Validation),
                ["seconds"] = epoch.Seconds,
            })]),
        })]),
    };

    private static JsonObject Json(Evaluation evaluation) => new JsonObject
    {
        ["accuracy"] = JsonOption.Number(evaluation.Accuracy),
        ["words"] = evaluation.Count,
        ["accuracy_new"] = JsonOption.Number(evaluation.AccuracyNew),
        ["words_new"] = evaluation.CountNew,
    };
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.Chorales;

/// <summary>The results as a table, a picture and JSON.</summary>
public static class Report
{
    /// <summary>Writes the table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="music">The pieces.</param>
    /// <param name="results">The results.</param>
    /// <param name="hasPublished">Whether the published figures are of the same data.</param>
    public static void Write(TextWriter output, MusicSet music, IReadOnlyList<Result> results, bool hasPublished)
    {
        IEnumerable<string[]> rows = results.GroupBy(result => result.Settings.Cell).Select(runs => (string[])
        [
            runs.Key.ToString(),
            $"{runs.First().Model.Parameters.Sum(parameter => parameter.Shape.Count):N0}",
            Cell(runs, result => result.BestEpoch, "F0"),
            Cell(runs, result => result.Best, "F3"),
            Cell(runs, result => result.Test, "F3"),
            Published(runs.Key, hasPublished),
            Cell(runs, result => result.Seconds, "F0"),
        ]);
        Tables.Write(
            output,
            ["model", "weights", "best epoch", "validation", "test", "published", "seconds"],
            [
                .. rows,
                [
                    "share of each key",
                    $"{Piece.Keys}",
                    "",
                    $"{music.LossOfShares(music.Validation):F3}",
                    $"{music.LossOfShares(music.Test):F3}",
                    hasPublished ? "11.06" : "",
                    "",
                ],
            ]);
        output.WriteLine("The negative log-likelihood of a frame, in nats: the sum over 88 keys, the mean over frames.");
    }

    /// <summary>Draws the losses of the first seed over the epochs, but for the first ones, in which they fall so far that no difference would be seen.</summary>
    /// <param name="music">The pieces.</param>
    /// <param name="results">The results.</param>
    public static SvgDrawing Draw(MusicSet music, IReadOnlyList<Result> results) => new LineChart
    {
        Title = $"{music.Name}: surprise at the next frame",
        XTitle = "epoch",
        YTitle = "nats a frame",
        Lines =
        [
            .. results.DistinctBy(result => result.Settings.Cell).SelectMany((result, place) => (Series[])
            [
                new($"{result.Settings.Cell}, validation", Points(result.Validation), Colour: place),
                new($"{result.Settings.Cell}, training", Points(result.Training), IsDashed: true, Colour: place),
            ]),
        ],
    }.Draw();

    /// <summary>All numbers.</summary>
    /// <param name="music">The pieces.</param>
    /// <param name="results">The results.</param>
    public static JsonObject Json(MusicSet music, IReadOnlyList<Result> results) => new()
    {
        ["music"] = music.Name,
        ["shares_test"] = music.LossOfShares(music.Test),
        ["runs"] = new JsonArray([.. results.Select(result => new JsonObject
        {
            ["cell"] = result.Settings.Cell.ToString(),
            ["hidden"] = result.Settings.Hidden,
            ["seed"] = result.Settings.Seed,
            ["best_epoch"] = result.BestEpoch,
            ["validation"] = JsonOption.Number(result.Best),
            ["test"] = JsonOption.Number(result.Test),
            ["seconds"] = result.Seconds,
            ["training_losses"] = new JsonArray([.. result.Training.Select(JsonOption.Number)]),
            ["validation_losses"] = new JsonArray([.. result.Validation.Select(JsonOption.Number)]),
        })]),
    };

    private static (double, double)[] Points(IReadOnlyList<double> losses) => [.. losses.Select((loss, epoch) => (epoch + 1.0, loss)).Skip(losses.Count / 20)];

    // Bai, Kolter and Koltun 2018, "An Empirical Evaluation of Generic Convolutional and Recurrent Networks for Sequence Modeling", table 1: about 300,000 weights each.
    private static string Published(CellKind cell, bool has) => !has ? "" : cell switch { CellKind.Lstm => "8.45", CellKind.Gru => "8.43", _ => "8.91" };

    private static string Cell(IEnumerable<Result> runs, Func<Result, double> value, string format) => Spread.Of(runs.Select(value)).ToText(format, " ± ");
}

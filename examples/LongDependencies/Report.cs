using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>The results as a table, pictures and JSON.</summary>
public static class Report
{
    /// <summary>Writes the table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="results">The results.</param>
    public static void Write(TextWriter output, IReadOnlyList<Result> results)
    {
        LongTask task = results[0].Experiment.Task;
        Tables.Write(
            output,
            ["cell, length, policy", "seed", "loss", "without memory", "right, %", "solved after", "tape, KiB", "seconds", "ms an update"],
            results.Select(result => (string[])
            [
                result.Experiment.Name,
                $"{result.Experiment.Settings.Seed}",
                $"{result.Last.Loss:F4}",
                $"{result.Experiment.Task.Baseline:F4}",
                $"{100 * result.Last.Right:F1}",
                result.IsSolved ? $"{result.Updates:N0} updates" : $"not in {result.Updates:N0}",
                $"{result.PeakBytes / 1024.0:N0}",
                $"{result.Seconds:F0}",
                $"{1000 * result.Seconds / result.Updates:F1}",
            ]));
        output.WriteLine($"loss: {task.LossName}, of {results[0].Experiment.Settings.TestSequences:N0} test sequences; without memory: of the best answer that needs none");
        output.WriteLine(task is AddingTask ? "right: sums within 0.1" : "right: symbols of the ten to be repeated");
        output.WriteLine("tape: the most that values and gradients took at one time; seconds, with measurements");
    }

    /// <summary>Draws the losses over the updates, of the first seed.</summary>
    /// <param name="results">The results.</param>
    public static SvgDrawing DrawCurves(IReadOnlyList<Result> results)
    {
        int seed = results[0].Experiment.Settings.Seed;
        Result[] shown = [.. results.Where(result => result.Experiment.Settings.Seed == seed)];
        return new LineChart
        {
            Title = $"{Title(results)}, seed {seed}",
            XTitle = "updates",
            YTitle = results[0].Experiment.Task.LossName,
            IsLogarithmic = true,
            Lines =
            [
                .. shown.Select(result => new Series(Name(result, shown), [.. result.Curve.Select(point => ((double)point.Updates, point.Test.Loss))])),
                .. shown.GroupBy(result => result.Experiment.Task.Baseline)
                    .Select(group => new Series("without memory", [(0, group.Key), (group.Max(result => result.Updates), group.Key)], IsDashed: true)),
            ],
        }.Draw();
    }

    /// <summary>Draws the last losses over the lengths: how far each policy reaches.</summary>
    /// <param name="results">The results.</param>
    public static SvgDrawing DrawReach(IReadOnlyList<Result> results) => new LineChart
    {
        Title = Title(results),
        XTitle = "length T",
        YTitle = $"{results[0].Experiment.Task.LossName}, at the end",
        IsLogarithmic = true,
        Lines =
        [
            .. results.GroupBy(result => $"{result.Experiment.Cell}, {result.Experiment.Policy.Name}").Select(group => new Series(
                group.Key, OverLengths(group, result => result.Last.Loss))),
            new Series("without memory", OverLengths(results, result => result.Experiment.Task.Baseline), IsDashed: true),
        ],
    }.Draw();

    /// <summary>All numbers.</summary>
    /// <param name="results">The results.</param>
    public static JsonArray Json(IReadOnlyList<Result> results) => [.. results.Select(Json)];

    private static JsonObject Json(Result result)
    {
        (Experiment experiment, Settings settings) = (result.Experiment, result.Experiment.Settings);
        return new JsonObject
        {
            ["task"] = experiment.Task is AddingTask ? "adding" : "copy",
            ["length"] = experiment.Task.Length,
            ["pause"] = (experiment.Task as AddingTask)?.Pause,
            ["cell"] = experiment.Cell.ToString(),
            ["policy"] = experiment.Policy.Name,
            ["hidden"] = settings.Hidden,
            ["batch"] = settings.Batch,
            ["learning_rate"] = settings.LearningRate,
            ["clip"] = settings.Clip,
            ["chrono"] = settings.Chrono,
            ["seed"] = settings.Seed,
            ["baseline"] = experiment.Task.Baseline,
            ["solved"] = result.IsSolved,
            ["updates"] = result.Updates,
            ["peak_bytes"] = result.PeakBytes,
            ["seconds"] = result.Seconds,
            ["curve"] = new JsonArray([.. result.Curve.Select(point => new JsonObject
            {
                ["updates"] = point.Updates,
                ["loss"] = JsonOption.Number(point.Test.Loss),
                ["right"] = point.Test.Right,
            })]),
        };
    }

    private static (double X, double Y)[] OverLengths(IEnumerable<Result> results, Func<Result, double> value) =>
        [.. results.GroupBy(result => result.Experiment.Task.Length).OrderBy(group => group.Key).Select(group => ((double)group.Key, group.Average(value)))];

    private static string Title(IReadOnlyList<Result> results) =>
        $"{(results[0].Experiment.Task is AddingTask ? "The adding problem" : "Copy memory")}: {results[0].Experiment.Settings.Hidden} units, batches "
            + $"of {results[0].Experiment.Settings.Batch}";

    // What differs between the lines, and the policy.
    private static string Name(Result result, IReadOnlyList<Result> all)
    {
        List<string> parts = [];
        Add(one => $"{one.Experiment.Cell}");
        Add(one => $"T = {one.Experiment.Task.Length}");
        parts.Add(result.Experiment.Policy.Name);
        return string.Join(", ", parts);

        void Add(Func<Result, string> part)
        {
            if (all.Any(other => part(other) != part(result)))
                parts.Add(part(result));
        }
    }
}

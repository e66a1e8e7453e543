using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.InfluenceBalancing;

/// <summary>What the runs have shown.</summary>
internal static class Report
{
    // A table of the runs.
    public static void Write(TextWriter output, IReadOnlyList<Experiment> experiments) =>
        Tables.Write(
            output,
            ["policy", "influence seen", "last theta", "outcome"],
            experiments.Select(experiment => (IReadOnlyList<string>)
            [
                experiment.Policy.ToString(),
                Number(Seen(experiment.Policy)),
                experiment.Theta.ToString("F5", CultureInfo.InvariantCulture),
                Outcome(experiment),
            ]));

    public static SvgDrawing Draw(IReadOnlyList<Experiment> experiments) => new LineChart
    {
        Title = "Influence balancing: where each policy takes theta",
        XTitle = "steps",
        YTitle = "theta",
        Lines =
        [
            .. experiments.Select(experiment => new Series(
                experiment.Policy.ToString(), [.. experiment.Path.Select(point => (point.Step, System.Math.Min(1.5, point.Theta)))])),
            new Series("best", [(0, Network.Best), (experiments.Max(experiment => experiment.Path[^1].Step), Network.Best)], IsDashed: true),
        ],
    }.Draw();

    public static JsonObject Json(IReadOnlyList<Experiment> experiments) => new()
    {
        ["best"] = Network.Best,
        ["runs"] = new JsonArray([.. experiments.Select(experiment => (JsonNode)new JsonObject
        {
            ["policy"] = experiment.Policy.ToString(),
            ["theta"] = JsonOption.Number(experiment.Theta),
            ["diverged_at"] = experiment.DivergedAt,
            ["influence_seen"] = Seen(experiment.Policy),
            ["path"] = new JsonArray([.. experiment.Path.Select(point => (JsonNode)new JsonArray(point.Step, JsonOption.Number(point.Theta)))]),
        })]),
    };

    private static string Outcome(Experiment experiment)
    {
        if (experiment.DivergedAt is int step)
            return string.Create(CultureInfo.InvariantCulture, $"diverged at step {step:N0}");
        double missing = System.Math.Abs(experiment.Theta - Network.Best);
        return missing < 1e-3 ? "found" : experiment.Theta > Network.Start ? "climbs away" : "on its way";
    }

    // The mean influence of theta that the losses of a policy see at rest; null where it is no matter of windows.
    private static double? Seen(Truncation policy) => policy.Length switch
    {
        null => null,
        int length => policy.Stride == length ? Reach.OfChunk(length) : Enumerable.Range(0, policy.Stride!.Value).Average(late => Reach.OfWindow(length - late)),
    };

    private static string Number(double? value) => value?.ToString("F2", CultureInfo.InvariantCulture) ?? "";
}

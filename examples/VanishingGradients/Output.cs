using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using AutoDiff.Rnn;

namespace AutoDiff.Examples.VanishingGradients;

/// <summary>What is shown: tables, the JSON file and the picture.</summary>
public static class Output
{
    private const string Title = "How far gradients reach back before training";

    /// <summary>The table of the networks.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="looks">What was seen.</param>
    public static void Networks(TextWriter output, IReadOnlyList<Look> looks)
    {
        int last = looks[0].Report.LagNorms.Count - 1;
        int[] lags = [.. ((int[])[10, last / 2, last]).Where(lag => lag <= last).Distinct()];
        Tables.Write(
            output,
            ["before training", "x a step", .. lags.Select(lag => $"lag {lag}"), "norm dh'/dh", "window for 10 %", "verdict", "cost, steps"],
            looks.Select(look => (string[])
            [
                look.Name,
                Number(look.Report.Bias.DecayRate),
                .. lags.Select(lag => Number(look.Relative(lag))),
                Number(look.Report.Transitions.Average(transition => transition.Norm)),
                look.Report.Bias.Suggest(0.1)?.ToString(CultureInfo.InvariantCulture) ?? "none", Verdict(look.Report), look.Cost.ToString("F0", CultureInfo.InvariantCulture),
            ]));
    }

    /// <summary>The table of the trainings.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="trainings">What came out.</param>
    public static void Trainings(TextWriter output, IReadOnlyList<ClippedTraining> trainings) => Tables.Write(
        output,
        ["limit of the norm", "updates", "mean norm", "largest norm", "clipped, %", "last error", "worst error"],
        trainings.Select(one => (string[])
        [
            double.IsInfinity(one.Limit) ? "none" : Number(one.Limit),
            one.Updates.ToString(CultureInfo.InvariantCulture),
            Number(one.AverageNorm),
            Number(one.LargestNorm),
            (100 * one.Clipped).ToString("F0", CultureInfo.InvariantCulture),
            Number(one.Loss),
            Number(one.WorstLoss),
        ]));

    /// <summary>All numbers.</summary>
    /// <param name="looks">What was seen.</param>
    /// <param name="trainings">What came out.</param>
    public static JsonObject Json(IReadOnlyList<Look> looks, IReadOnlyList<ClippedTraining> trainings) => new()
    {
        ["networks"] = new JsonArray([.. looks.Select(look => new JsonObject
        {
            ["name"] = look.Name,
            ["cost_in_training_steps"] = JsonOption.Number(look.Cost),
            ["flow"] = Json(look.Report),
        })]),
        ["clipping"] = new JsonArray([.. trainings.Select(one => new JsonObject
        {
            ["limit"] = JsonOption.Number(one.Limit),
            ["updates"] = one.Updates,
            ["mean_norm"] = JsonOption.Number(one.AverageNorm),
            ["largest_norm"] = JsonOption.Number(one.LargestNorm),
            ["clipped"] = one.Clipped, ["last_error"] = JsonOption.Number(one.Loss), ["worst_error"] = JsonOption.Number(one.WorstLoss),
        })]),
    };

    /// <summary>The picture: all networks in one chart; in a page also each on its own.</summary>
    /// <param name="looks">What was seen.</param>
    /// <param name="page">Whether it is a page.</param>
    public static string Picture(IReadOnlyList<Look> looks, bool page)
    {
        string chart = FlowPicture.Compare(Title, [.. looks.Select(look => (look.Name, look.Report))]);
        if (!page)
            return chart;
        StringBuilder html = new(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta "
                + "name=\"color-scheme\" content=\"light dark\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<title>{Title}</title>\n")
            .Append("<style>body{margin:1rem auto;max-width:940px;background:#fff;color:#222}svg{max-width:100%;height:auto}")
            .Append("@media(prefers-color-scheme:dark){body{background:#101419;color:#ddd}}</style></head>\n<body><main>\n")
            .Append(chart);
        foreach (Look look in looks)
            html.Append(look.Report.ToSvg(look.Name));
        return html.Append("</main></body></html>\n").ToString();
    }

    private static string Verdict(FlowReport report) => report.Verdicts.Count == 0 ? "reaches back" : string.Join(", ", report.Verdicts.Select(verdict => verdict.Condition switch
    {
        FlowCondition.Exploding => "explodes",
        FlowCondition.Vanishing => "vanishes",
        FlowCondition.Cut => "is cut off",
        _ => "is not finite",
    }));

    private static JsonNode? Json(FlowReport report)
    {
        using MemoryStream stream = new();
        report.WriteJson(stream);
        return JsonNode.Parse(stream.ToArray());
    }

    private static string Number(double value) => double.IsNaN(value) ? "-" : double.IsFinite(value) && value != 0 && Math.Abs(value) is < 1e-3 or >= 1e5
        ? value.ToString("0.0E+0", CultureInfo.InvariantCulture)
        : value.ToString("0.###", CultureInfo.InvariantCulture);
}

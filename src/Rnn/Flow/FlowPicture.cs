using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace AutoDiff.Rnn;

/// <summary>Pictures of gradient flow, as SVG that stands alone: no script, no font, no file beside it; readable in light and dark.</summary>
public static class FlowPicture
{
    private const int Width = 920, LineWidth = 118;

    /// <summary>Several reports in one chart: how the gradient of a loss fades or grows on its way back, relative to its norm at the loss's own step.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="reports">The reports and what they are called.</param>
    /// <exception cref="ArgumentException">There is no report.</exception>
    public static string Compare(string title, IReadOnlyList<(string Name, FlowReport Report)> reports)
    {
        if (reports.Count == 0)
            throw new ArgumentException("FlowPicture.Compare: no report; need one or more.", nameof(reports));
        SvgCanvas canvas = new() { Y = 34 };
        canvas.Text(LogChart.Left, canvas.Y, title, style: "head");
        canvas.Y += 34;
        LogChart.Draw(
            canvas,
            "Norm of dL[t]/dh[t - lag] beside that of dL[t]/dh[t]",
            "lag, steps before the loss",
            [.. reports.Select(one => (one.Name, Relative(one.Report.LagNorms)))]);
        return canvas.Finish(
            Width,
            title,
            $"How far gradients reach back in {reports.Count} models: "
                + $"{string.Join("; ", reports.Select(one => $"{one.Name}: {FlowText.Number(one.Report.Bias.DecayRate)} times for each step"))}.");
    }

    internal static string Svg(FlowReport report, string title)
    {
        SvgCanvas canvas = new() { Y = 34 };
        canvas.Text(LogChart.Left, canvas.Y, title, style: "head");
        foreach (string line in Summary(report))
            canvas.Text(LogChart.Left, canvas.Y += 18, line);
        foreach (FlowVerdict verdict in report.Verdicts)
        {
            foreach (string line in Wrapped($"{verdict.Condition} at step {verdict.Step}: {verdict.Finding}."))
                canvas.Text(LogChart.Left, canvas.Y += 18, line, style: "alarm");
        }

        canvas.Y += 34;
        if (report.Losses.Count > 0)
        {
            FlowSeries[] states = [.. report.Places.Where(place => !place.IsGate)], gates = [.. report.Places.Where(place => place.IsGate)];
            LagMap.Draw(canvas, report);
            LogChart.Draw(
                canvas,
                "Mean over the followed losses, by layer and part of the state",
                "lag, steps before the loss",
                [.. states.Where(_ => states.Length > 1).Select(place => (place.Name, place.Lags)), ("all together", report.LagNorms)]);
            LogChart.Draw(canvas, "Gradient of all losses together: norm of dL/dh[t]", "step", [.. states.Select(place => (place.Name, place.Steps))]);
            if (gates.Length > 0)
                LogChart.Draw(canvas, "Gradient of all losses together, at the gates' sums", "step", [.. gates.Select(place => (place.Name, place.Steps))]);
        }

        return canvas.Finish(
            Width,
            title,
            string.Join(" ", [.. Summary(report), .. report.Verdicts.Select(verdict => $"{verdict.Condition} at step {verdict.Step}: {verdict.Finding}.")]));
    }

    internal static string Html(FlowReport report, string title)
    {
        StringBuilder page = new(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta "
                + "name=\"color-scheme\" content=\"light dark\">\n");
        page.Append("<title>").Append(SvgCanvas.Escaped(title)).Append("</title>\n<style>")
            .Append("body{margin:1rem auto;padding:0 1rem;max-width:940px;background:#fff;color:#222;font:14px system-ui,sans-serif}")
            .Append("svg{max-width:100%;height:auto}pre{overflow-x:auto;font-size:12px}")
            .Append("@media(prefers-color-scheme:dark){body{background:#101419;color:#cfd3d8}}</style></head>\n<body><main>\n");
        page.Append(Svg(report, title)).Append("<pre>").Append(SvgCanvas.Escaped(report.ToText())).Append("</pre>\n</main></body></html>\n");
        return page.ToString();
    }

    private static string[] Summary(FlowReport report) =>
    [
        $"{report.Steps} of {report.SequenceSteps} steps, {report.Losses.Count} losses followed back; "
            + $"the gradient of a loss is multiplied by {FlowText.Number(report.Bias.DecayRate)} with each step.",
        $"Window for an estimated bias of 10 %: {Window(report.Bias.Suggest(0.1))}, of 1 %: {Window(report.Bias.Suggest(0.01))}.",
    ];

    private static string Window(int? window) => window is int steps ? $"{steps} steps" : "none";

    private static IEnumerable<string> Wrapped(string text)
    {
        StringBuilder line = new();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length >= LineWidth)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }

    private static double[] Relative(IReadOnlyList<double> norms)
    {
        double reference = norms.FirstOrDefault(norm => norm > 0, 1);
        return [.. norms.Select(norm => norm / reference)];
    }
}

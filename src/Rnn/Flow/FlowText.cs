using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace AutoDiff.Rnn;

// A report as plain text.
internal static class FlowText
{
    private const int Columns = 8, NameWidth = 24, NumberWidth = 11, Width = 120;

    public static string Of(FlowReport report)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Gradient flow over {report.Steps} of {report.SequenceSteps} steps, {report.Losses.Count} losses followed back\n");
        foreach (FlowVerdict verdict in report.Verdicts)
        {
            Sentence(text, string.Create(CultureInfo.InvariantCulture, $"{verdict.Condition} at step {verdict.Step}: {verdict.Finding}."));
            Sentence(text.Append("  "), $"Cure: {verdict.Cure}.");
        }

        if (report.Verdicts.Count == 0)
            text.Append("Nothing is wrong: gradients neither explode nor vanish, and all numbers are finite.\n");
        FlowSeries[] states = [.. report.Places.Where(place => !place.IsGate)];
        Table(
            text,
            "Norm of dL[t]/dh[t - lag], mean over the followed losses",
            "lag",
            Lags(report.LagNorms.Count),
            [("all", report.LagNorms), .. states.Where(_ => states.Length > 1).Select(place => (place.Name, place.Lags))]);
        Table(text, "Norm of dL/dh[t], all losses together", "step", Evenly(report.Steps), [.. report.Places.Select(place => (place.Name, place.Steps))]);
        Transitions(text, report);
        Bias(text, report);
        return text.ToString();
    }

    // Words in lines that are indented from the second on.
    private static void Sentence(StringBuilder text, string sentence)
    {
        const string Next = "\n    ";
        int used = Next.Length;
        foreach (string word in sentence.Split(' '))
        {
            bool fits = used + word.Length < Width;
            text.Append(used == Next.Length ? "" : fits ? " " : Next).Append(word);
            used = (fits ? used + 1 : Next.Length) + word.Length;
        }

        text.Append('\n');
    }

    // 0, 1, 2, 4 and so on, the largest last; not more than there are columns for.
    private static List<int> Lags(int count)
    {
        List<int> lags = [];
        double ratio = Math.Max(2, Math.Pow(count - 1, 1.0 / (Columns - 2)));
        for (double lag = 1; lag < count - 1 && lags.Count < Columns - 2; lag *= ratio)
            lags.Add((int)Math.Round(lag));
        return [.. ((int[])[0, .. lags, count - 1]).Where(lag => lag < count && lag >= 0).Distinct()];
    }

    private static List<int> Evenly(int count) =>
        [.. Enumerable.Range(0, Columns).Select(i => (int)((long)i * (count - 1) / (Columns - 1))).Where(step => step >= 0 && step < count).Distinct()];

    private static void Table(StringBuilder text, string title, string axis, List<int> columns, IEnumerable<(string Name, IReadOnlyList<double> Values)> rows)
    {
        if (columns.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"\n{title}\n{axis,-NameWidth}");
        foreach (int column in columns)
            text.Append(CultureInfo.InvariantCulture, $"{column,NumberWidth}");
        foreach ((string name, IReadOnlyList<double> values) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{name,-NameWidth}");
            foreach (int column in columns)
                text.Append(CultureInfo.InvariantCulture, $"{Number(values[column]),NumberWidth}");
        }

        text.Append('\n');
    }

    private static void Transitions(StringBuilder text, FlowReport report)
    {
        text.Append(CultureInfo.InvariantCulture, $"\nA random gradient is multiplied by {Number(report.GrowthRate)} with each step back\n");
        foreach (Transition transition in report.Transitions)
            text.Append(CultureInfo.InvariantCulture, $"dh[{transition.To}]/dh[{transition.From}]: norm {Number(transition.Norm)}, spectral radius {Number(transition.Radius)}\n");
    }

    private static void Bias(StringBuilder text, FlowReport report)
    {
        TruncationBias bias = report.Bias;
        text.Append(
            CultureInfo.InvariantCulture,
            $"\nThe gradient of a loss is multiplied by {Number(bias.DecayRate)} with each step back: half after {Number(bias.HalfLife)} steps\n");
        if (bias.Measured.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"{"window",-NameWidth}{"bias",NumberWidth}{"cosine",NumberWidth}{"estimate",NumberWidth}\n");
        foreach (WindowBias measured in bias.Measured)
        {
            text.Append(CultureInfo.InvariantCulture, $"{measured.Window,-NameWidth}{Number(measured.Relative),NumberWidth}{Number(measured.Cosine),NumberWidth}")
                .Append(CultureInfo.InvariantCulture, $"{Number(bias.Estimate(measured.Window)),NumberWidth}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Window for an estimated bias of 10 %: {Window(bias.Suggest(0.1))}, of 1 %: {Window(bias.Suggest(0.01))}\n");
    }

    private static string Window(int? window) => window is int steps ? steps.ToString(CultureInfo.InvariantCulture) : "none";

    internal static string Number(double value) => value switch
    {
        double.PositiveInfinity => "infinite",
        0 => "0",
        _ when double.IsNaN(value) => "-",
        _ when Math.Abs(value) is >= 1e-3 and < 1e6 => value.ToString("G4", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00E+0", CultureInfo.InvariantCulture),
    };
}

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Benchmarks.Measuring;
using Spectre.Console;

namespace AutoDiff.Benchmarks.Reports;

// What is printed.
internal static class TableReport
{
    public static void Write(IAnsiConsole console, Settings settings, IReadOnlyList<Measurement> rows)
    {
        bool peers = rows.Any(row => row.PeerName is not null);
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumn("workload");
        foreach (string title in (string[])["ms a step", "spread", "per unit", "bytes a step", "x forward", "GFLOP/s"])
            table.AddColumn(title, column => column.RightAligned());
        if (peers)
        {
            foreach (string title in (string[])["peer ms", "ratio", "goal", "loss difference"])
                table.AddColumn(title, column => column.RightAligned());
        }

        foreach (Measurement row in rows)
            table.AddRow([.. Cells(row, peers)]);
        console.Write(table);
        foreach (string note in Summary.Notes(rows))
            console.WriteLine(note);
        console.WriteLine(Setting(settings, peers));
        foreach (Measurement row in rows.Where(row => row.LossDifference > Agreement.Tolerance))
            console.MarkupLineInterpolated($"[red]Warning: {row.Case.Name}: the first losses differ from {row.PeerName}'s by {row.LossDifference:0.0e+0}; the two do not train the same thing, and the ratio means nothing.[/]");
    }

    public static string Milliseconds(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000000", CultureInfo.InvariantCulture),
    };

    private static IEnumerable<string> Cells(Measurement row, bool peers)
    {
        yield return row.Case.Name;
        yield return Milliseconds(row.Ours);
        yield return row.Spread.ToString("0%", CultureInfo.InvariantCulture);
        yield return row.Case.Units == 1 ? "" : PerUnit(row);
        yield return row.BytesPerStep.ToString("0", CultureInfo.InvariantCulture);
        yield return row.ForwardMultiple?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";
        yield return row.Case.Flops == 0 ? "" : row.GigaflopsPerSecond.ToString("0.0", CultureInfo.InvariantCulture);
        if (!peers)
            yield break;
        if (row.PeerName is null)
        {
            foreach (string missing in (string[])["-", "-", "-", "-"])
                yield return missing;
            yield break;
        }

        yield return row.PeerName == "PyTorch" ? Milliseconds(row.Peer) : $"{row.PeerName} {Milliseconds(row.Peer)}";
        yield return row.Ratio.ToString(row.Ratio < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
        yield return row.Case.Goal == 0 ? "" : row.Case.Goal.ToString(CultureInfo.InvariantCulture);
        yield return row.LossDifference?.ToString("0e+0", CultureInfo.InvariantCulture) ?? "";
    }

    private static string PerUnit(Measurement row) => row.NanosecondsPerUnit < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{row.NanosecondsPerUnit:0.0} ns/{row.Case.Unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{row.NanosecondsPerUnit / 1000:0.00} us/{row.Case.Unit}");

    private static string Setting(Settings settings, bool peers) =>
        $"Medians of {(settings.Clock == Clock.Wall ? "wall" : "processor")} time, {settings.Threads} thread{(settings.Threads == 1 ? "" : "s")}; spread: the middle half of the samples."
        + (peers ? $" Ratio: the peer's time in ours; above 1 we are faster. Peer: PyTorch {PythonWithTorch.Version ?? "(not found)"}; of matrix products, the fastest native library." : "");
}

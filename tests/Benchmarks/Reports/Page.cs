using System.Collections.Generic;
using System.Linq;
using System.Text;
using AutoDiff.Benchmarks.Measuring;
using AutoDiff.Layers;

namespace AutoDiff.Benchmarks.Reports;

// A run as a page of Markdown, to be kept.
internal static class Page
{
    public static void Write(string file, Report report) => AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(Text(report))));

    public static string Text(Report report)
    {
        StringBuilder page = new();
        Line(page, "# Measured");
        Line(page, "");
        Line(page, "Written by the benchmark program itself:");
        Line(page, "");
        Line(page, "```");
        Line(page, $"dotnet run --configuration Release --project tests/Benchmarks -- {report.Settings.Command}");
        Line(page, "```");
        Line(page, "");
        Line(page, $"- Processor: {Machine.Processor}");
        Line(page, $"- Versions: {string.Join(", ", Machine.Versions.Where(library => library.Version is not null).Select(library => $"{library.Name} {library.Version}"))}");
        Section(page, "In short", Summary.Notes(report).Select(note => "- " + note));
        Section(page, "Training steps", Table([.. report.Rows.Where(row => !row.Case.IsProduct)]));
        Section(page, "Matrix products", Table([.. report.Rows.Where(row => row.Case.IsProduct)]));
        Section(page, "How to read it", Legend.Of(report).Select(line => "- " + line));
        Section(page, "The workloads", report.Rows.Where(row => !row.Case.IsProduct).Select(row => $"- `{row.Case.Name}`: {row.Case.Summary}"));
        return page.ToString();
    }

    private static void Section(StringBuilder page, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length == 0)
            return;
        foreach (string line in (string[])["", "## " + title, "", .. all])
            Line(page, line);
    }

    private static IEnumerable<string> Table(IReadOnlyList<Measurement> rows)
    {
        if (rows.Count == 0)
            yield break;

        // A column that says nothing of any of these rows is left out.
        Column[] columns = [.. Column.Of(rows).Where(column => rows.Any(row => column.Text(row).Length > 0))];
        yield return Row(columns.Select(column => column.Title));
        yield return Row(columns.Select((_, i) => i == 0 ? "---" : "---:"));
        foreach (Measurement row in rows)
            yield return Row(columns.Select((column, i) => i == 0 ? $"`{column.Text(row)}`" : column.Text(row)));
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static void Line(StringBuilder page, string line) => page.Append(line).Append('\n');
}

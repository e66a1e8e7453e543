using System.Collections.Generic;
using System.Linq;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Benchmarks.Measuring;
using Spectre.Console;

namespace AutoDiff.Benchmarks.Reports;

// What is printed.
internal static class TableReport
{
    public static void Write(IAnsiConsole console, Report report)
    {
        IReadOnlyList<Column> columns = Column.Of(report.Rows);
        Table table = new Table().Border(TableBorder.Simple);
        foreach (Column column in columns)
            table.AddColumn(column.Title, shown => shown.Alignment = column == columns[0] ? Justify.Left : Justify.Right);
        foreach (Measurement row in report.Rows)
            table.AddRow([.. columns.Select(column => column.Text(row))]);
        console.Write(table);
        foreach (string note in Summary.Notes(report))
            console.WriteLine(note);
        foreach (string line in Legend.Of(report))
            console.WriteLine(line);
        foreach (Measurement row in report.Rows.Where(row => row.LossDifference > Agreement.Tolerance))
        {
            const string Meaning = "the two do not train the same thing, and the ratio means nothing";
            console.MarkupLineInterpolated(
                $"[red]Warning: {row.Case.Name}: the first losses differ from {row.PeerName}'s by {row.LossDifference:0.0e+0}; {Meaning}.[/]");
        }
    }
}

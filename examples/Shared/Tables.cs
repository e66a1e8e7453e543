using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Spectre.Console;

namespace AutoDiff.Examples;

/// <summary>Tables: drawn in a terminal, Markdown anywhere else.</summary>
public static class Tables
{
    // No terminal's: one that is too narrow breaks the lines, but no number is squeezed or left out.
    private const int Wide = 1000;

    /// <summary>Writes a table; the first column is text, the others are numbers.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="titles">The columns' titles.</param>
    /// <param name="rows">The cells of each row.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        bool terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No });
        console.Profile.Width = Wide;
        Table table = new() { Border = terminal ? TableBorder.Simple : TableBorder.Markdown };
        for (int i = 0; i < titles.Count; i++)
            table.AddColumn(new TableColumn(new Text(titles[i])) { NoWrap = true, Alignment = i == 0 ? Justify.Left : Justify.Right });
        foreach (IReadOnlyList<string> row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
    }
}

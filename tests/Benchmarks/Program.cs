using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Benchmarks.Measuring;
using AutoDiff.Benchmarks.Reports;
using AutoDiff.Benchmarks.Workloads;
using Spectre.Console;

namespace AutoDiff.Benchmarks;

internal static class Program
{
    // What the program exits with.
    public const int NotPossible = 1, Disagreement = 1, NothingToCompare = 2;

    private static int Main(string[] args) => Run(args);

    internal static int Run(string[] args)
    {
        RootCommand command = Arguments.Command();
        command.SetAction(Run);
        ParseResult parsed = command.Parse(args);
        if (parsed.Errors is [ParseError problem, ..])
        {
            System.Console.Error.WriteLine($"{problem.Message.ReplaceLineEndings(" ").TrimEnd('.')}. See --help.");
            return NotPossible;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception known) when (known is IOException or UnauthorizedAccessException)
        {
            // A disk that is full, or a folder that is gone by now.
            System.Console.Error.WriteLine(known.Message);
            return NotPossible;
        }
    }

    private static int Run(ParseResult arguments)
    {
        Settings settings = Arguments.Read(arguments);
        Threading.MaxThreads = settings.Threads;
        AdbenchWorkload.Folder = arguments.GetValue(Arguments.Data);
        string[] words = arguments.GetValue(Arguments.Workloads) ?? [];
        IReadOnlyList<Case> rows = Catalog.Rows(words, settings);
        if (arguments.GetValue(Arguments.OwnMemory))
        {
            // The name of a row may be that of a family as well.
            System.Console.Out.WriteLine(PeakMemory.OfThisProcess(rows.Single(row => row.Name == words[0])).ToString(CultureInfo.InvariantCulture));
            return 0;
        }

        if (arguments.GetValue(Arguments.OwnStartup))
        {
            System.Console.Out.WriteLine(Startup.OfThisProcess(rows.Single(row => row.Name == words[0])));
            return 0;
        }

        IAnsiConsole console = Console();
        if (settings.Peers && PythonWithTorch.Version is null)
            console.MarkupLine("[yellow]PyTorch is not there: neither python3 nor /usr/bin/python3 can import torch. Only our own times are measured.[/]");
        return settings.Verify ? Compare(console, settings, rows) : Measure(console, settings, rows, arguments);
    }

    private static int Measure(IAnsiConsole console, Settings settings, IReadOnlyList<Case> rows, ParseResult arguments)
    {
        Peaks peaks = Peaks.Measure();
        Runner runner = new(settings, peaks);
        List<Measurement> measurements = [];
        foreach (Case row in rows)
        {
            measurements.Add(runner.Measure(row));
            System.Console.Error.WriteLine($"{row.Name}: {Column.Milliseconds(measurements[^1].Ours)} ms");
        }

        Report report = new(settings, peaks, measurements);
        TableReport.Write(console, report);
        if (arguments.GetValue(Arguments.Json) is { } json)
            JsonReport.Write(json, report);
        if (arguments.GetValue(Arguments.PageFile) is { } page)
            Page.Write(page, report);
        return 0;
    }

    private static int Compare(IAnsiConsole console, Settings settings, IReadOnlyList<Case> rows)
    {
        Runner runner = new(settings, default);
        int result = 0;
        foreach (Case row in rows)
        {
            double? difference = runner.Compare(row);
            bool agrees = difference <= Agreement.Tolerance;
            console.WriteLine(difference is null
                ? $"{row.Name}: nobody to compare with"
                : $"{row.Name}: {(agrees ? "agrees" : "DISAGREES")}, relative difference {difference:0.0e+0}, allowed {Agreement.Tolerance:0e+0}");
            if (!agrees)
                result = Math.Max(result, difference is null ? NothingToCompare : Disagreement);
        }

        return result;
    }

    // The table is as wide as it needs to be, also in a terminal, which breaks its lines; into a file or a pipe it is plain.
    private static IAnsiConsole Console()
    {
        IAnsiConsole console = System.Console.IsOutputRedirected
            ? AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors })
            : AnsiConsole.Console;
        console.Profile.Width = 260;
        return console;
    }
}

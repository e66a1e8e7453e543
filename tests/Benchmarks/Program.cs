using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using AutoDiff.Benchmarks.Comparison;
using AutoDiff.Benchmarks.Measuring;
using AutoDiff.Benchmarks.Reports;
using AutoDiff.Benchmarks.Workloads;
using Spectre.Console;

namespace AutoDiff.Benchmarks;

internal static class Program
{
    private const int Disagreement = 1, NothingToCompare = 2;

    private static readonly Argument<string[]> Workloads = new("workload")
    {
        Description = "What to measure: 'all' (but what is marked *, which takes long or much memory), a family (chain, rnnlm, sandwich, longbptt, chunks, vanishing, vocabulary-100k, window, checkpoint, scalar, adbench, gemm), or names:\n" + string.Join('\n', Catalog.Cases.Where(row => row.Flops == 0).Select(row => $"{(row.IsLong ? '*' : ' ')} {row.Name,-30}{row.Summary}")) + "\n  gemm                            matrix products, one row for each shape",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Json = new("--json") { Description = "Write the results to this file as well.", HelpName = "FILE" };
    private static readonly Option<bool> Peers = new("--peers") { Description = "Measure PyTorch's time of the same in turns with ours, in a process of its own, through the python3 that can import it; for matrix products, the native libraries that load. Single threads unless --threads says otherwise." };
    private static readonly Option<bool> Quick = new("--quick") { Description = "Hardly any warm-up and few samples: shows that everything runs. The times mean little." };
    private static readonly Option<bool> Verify = new("--verify") { Description = $"Measure nothing: compare the losses of the first steps with the peer's. Exits with {Disagreement} if they disagree, with {NothingToCompare} if there is no peer to ask." };
    private static readonly Option<int> Threads = new("--threads") { Description = "How many threads we, and PyTorch, may use.", DefaultValueFactory = _ => 1, HelpName = "N" };
    private static readonly Option<string> Data = new("--data") { Description = "The data folder of ADBench, for the workloads adbench; without it they draw problems of the same size.", HelpName = "FOLDER" };
    private static readonly Option<int?> Samples = new("--samples") { Description = "How many samples to take of each row, at most.", HelpName = "N" };
    private static readonly Option<Clock> ClockOption = new("--clock") { Description = "wall: time that passes. processor: processor time of either program, which on a busy machine is steadier, and needs a single thread.", DefaultValueFactory = _ => Clock.Wall };

    private static int Main(string[] args)
    {
        RootCommand command = new("Measures how long training steps take, how much they allocate, and how that compares with PyTorch.")
        {
            Workloads, Json, Peers, Quick, Verify, Threads, Data, Samples, ClockOption,
        };
        Workloads.Validators.Add(result =>
        {
            foreach (string word in result.Tokens.Select(token => token.Value).Where(word => !Catalog.Cases.Any(row => row.Answers(word))))
                result.AddError($"There is no workload '{word}'. The names: {string.Join(", ", Catalog.Cases.Where(row => row.Flops == 0).Select(row => row.Name))}, gemm.");
        });
        Threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--threads needs a number of 1 or more.");
        });
        Samples.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
                result.AddError("--samples needs a number of 1 or more.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(Threads) > 1 && result.GetValue(ClockOption) == Clock.Processor)
                result.AddError("--clock processor adds the threads' times up; with --threads use the wall clock.");
        });
        command.SetAction(Run);
        return command.Parse(args).Invoke();
    }

    private static int Run(ParseResult arguments)
    {
        string[] words = arguments.GetRequiredValue(Workloads);
        Settings settings = new()
        {
            Peers = arguments.GetValue(Peers) || arguments.GetValue(Verify),
            Quick = arguments.GetValue(Quick),
            Verify = arguments.GetValue(Verify),
            Threads = arguments.GetValue(Threads),
            Samples = arguments.GetValue(Samples) ?? (arguments.GetValue(Quick) ? 3 : 25),
            Clock = arguments.GetValue(ClockOption),
        };
        Threading.MaxThreads = settings.Threads;
        AdbenchWorkload.Folder = arguments.GetValue(Data);
        IAnsiConsole console = Console();
        List<Case> rows = [.. Catalog.Cases.Where(row => words.Any(row.Answers))];
        if (settings.Peers && PythonWithTorch.Version is null)
            console.MarkupLine("[yellow]PyTorch is not there: neither python3 nor /usr/bin/python3 can import torch. Only our own times are measured.[/]");
        return settings.Verify ? Compare(console, settings, rows) : Measure(console, settings, rows, arguments.GetValue(Json));
    }

    private static int Measure(IAnsiConsole console, Settings settings, List<Case> rows, string? file)
    {
        Runner runner = new(settings);
        List<Measurement> measurements = [];
        foreach (Case row in rows)
        {
            measurements.Add(runner.Measure(row));
            System.Console.Error.WriteLine($"{row.Name}: {TableReport.Milliseconds(measurements[^1].Ours)} ms");
        }

        TableReport.Write(console, settings, measurements);
        if (file is not null)
            JsonReport.Write(file, settings, measurements);
        return 0;
    }

    private static int Compare(IAnsiConsole console, Settings settings, List<Case> rows)
    {
        Runner runner = new(settings);
        int result = 0;
        foreach (Case row in rows)
        {
            double? difference = runner.Compare(row);
            bool agrees = difference <= Agreement.Tolerance;
            console.WriteLine(difference is null ? $"{row.Name}: nobody to compare with" : $"{row.Name}: {(agrees ? "agrees" : "DISAGREES")}, relative difference {difference:0.0e+0}, allowed {Agreement.Tolerance:0e+0}");
            if (!agrees)
                result = Math.Max(result, difference is null ? NothingToCompare : Disagreement);
        }

        return result;
    }

    // Into a file or a pipe the table is as wide as it needs to be, and plain.
    private static IAnsiConsole Console()
    {
        if (!System.Console.IsOutputRedirected)
            return AnsiConsole.Console;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 200;
        return console;
    }
}

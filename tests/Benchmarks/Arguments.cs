using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using AutoDiff.Benchmarks.Measuring;
using AutoDiff.Layers;

namespace AutoDiff.Benchmarks;

// The words of the command line.
internal static class Arguments
{
    private static readonly string[] Nothing = [];

    public static readonly Argument<string[]> Workloads = new("workload")
    {
        Description = "What to measure: 'all' but what is marked *, which takes long or much memory; a family (chain, rnnlm, sandwich, longbptt, "
            + "chunks, vanishing, vocabulary-100k, window, checkpoint, scalar, adbench, gemm); or names. "
            + "Without any: with --quick, a few that stand for the others; "
            + "with --threads, what threads should speed up and what they must not slow down; else all. The names:\n"
            + string.Join('\n', Catalog.Cases.Where(row => !row.IsProduct).Select(row => $"{(row.IsLong ? '*' : ' ')} {row.Name,-30}{row.Summary}"))
            + "\n  gemm                          matrix products, one row for each shape",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static readonly Option<string> Json = new("--json") { Description = "Write the results to this file as well.", HelpName = "FILE" };
    public static readonly Option<string> PageFile = new("--page")
    {
        Description = "Write the results to this file as a page of Markdown: machine, versions, command, tables and how to read them.",
        HelpName = "FILE",
    };

    public static readonly Option<bool> Memory = new("--memory")
    {
        Description = "Measure the most memory that each training step takes as well, in processes that do nothing else: ours and, with --peers, PyTorch's.",
    };

    public static readonly Option<bool> Startup = new("--startup")
    {
        Description = "Measure how fast each training step is in the first second of a process as well, in processes that do nothing else.",
    };

    public static readonly Option<bool> OwnStartup = new(Measuring.Startup.Option) { Hidden = true };
    public static readonly Option<bool> OwnMemory = new(PeakMemory.Option) { Hidden = true };
    public static readonly Option<bool> Peers = new("--peers")
    {
        Description = "Measure PyTorch's time of the same in turns with ours, in a process of its own, through the python3 that can import it; "
            + "for matrix products, the native libraries that load. Single threads unless --threads says otherwise.",
    };

    public static readonly Option<bool> Quick = new("--quick") { Description = "Hardly any warm-up and few samples: shows that everything runs. The times mean little." };
    public static readonly Option<bool> Verify = new("--verify")
    {
        Description = "Measure nothing: compare the losses of the first steps with the peer's. "
            + $"Exits with {Program.Disagreement} if they disagree, with {Program.NothingToCompare} if there is no peer to ask.",
    };

    public static readonly Option<int> Threads = new("--threads")
    {
        Description = "How many threads we, and PyTorch, may use. With more than 1, our time with one is sampled in turns.",
        DefaultValueFactory = _ => 1,
        HelpName = "N",
    };

    public static readonly Option<string> Data = new("--data")
    {
        Description = "The data folder of ADBench, for the workloads adbench; without it they draw problems of the same size.",
        HelpName = "FOLDER",
    };

    public static readonly Option<int?> Samples = new("--samples") { Description = "How many samples to take of each row, at most.", HelpName = "N" };
    public static readonly Option<Clock> ClockOption = new("--clock")
    {
        Description = "wall: time that passes. processor: processor time of either program, which on a busy machine is steadier, and needs a single thread.",
        DefaultValueFactory = _ => Clock.Wall,
    };

    public static RootCommand Command()
    {
        RootCommand command = new("Measures how long training steps take, how much they allocate, and how that compares with PyTorch.")
        {
            Workloads, Json, PageFile, Peers, Memory, OwnMemory, Startup, OwnStartup, Quick, Verify, Threads, Data, Samples, ClockOption,
        };
        Workloads.Validators.Add(result =>
        {
            foreach (string word in result.Tokens.Select(token => token.Value).Where(word => !Catalog.Cases.Any(row => row.Answers(word))))
                result.AddError($"There is no workload '{word}'. The names: {string.Join(", ", Catalog.Cases.Where(row => !row.IsProduct).Select(row => row.Name))}, gemm.");
        });
        ClockOption.AcceptOnlyFromAmong("wall", "processor");
        RequirePositive(Threads);
        RequirePositive(Samples);
        RequireWritable(Json);
        RequireWritable(PageFile);
        Data.Validators.Add(result =>
        {
            if (result.Tokens is [Token folder] && !Directory.Exists(Path.Combine(folder.Value, "gmm")))
                result.AddError($"--data: {folder.Value} is no data folder of ADBench; need one with the folders gmm, lstm, ba and hand.");
        });
        command.Validators.Add(result =>
        {
            if (Word(result, Json) is { Length: > 0 } json && Word(result, PageFile) is { Length: > 0 } page && Path.GetFullPath(json) == Path.GetFullPath(page))
                result.AddError($"--json and --page are both {json}, and one would be lost; name a file for each.");
            if (int.TryParse(Word(result, Threads), NumberStyles.Integer, CultureInfo.InvariantCulture, out int threads) && threads > 1 && Word(result, ClockOption) == "processor")
                result.AddError("--clock processor adds the threads' times up; with --threads use the wall clock.");
        });
        return command;
    }

    // What was given, which need not be of the option's type.
    private static string? Word(CommandResult result, Option option) => result.GetResult(option) is { Tokens: [Token word] } ? word.Value : null;

    // What is no number at all, the conversion refuses.
    private static void RequirePositive(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [Token number] && int.TryParse(number.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value < 1)
            result.AddError($"{option.Name} needs a number of 1 or more.");
    });

    // Asked before minutes of measuring go into the file, and without touching what it holds.
    private static void RequireWritable(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is not [Token path])
            return;
        try
        {
            AtomicFile.Check(path.Value);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            result.AddError($"{option.Name}: '{path.Value}' cannot be written: {error.Message}");
        }
    });

    public static Settings Read(ParseResult arguments)
    {
        (bool quick, bool peers, bool verify) = (arguments.GetValue(Quick), arguments.GetValue(Peers), arguments.GetValue(Verify));
        (bool memory, bool startup) = (arguments.GetValue(Memory), arguments.GetValue(Startup));
        (int threads, int? samples, Clock clock) = (arguments.GetValue(Threads), arguments.GetValue(Samples), arguments.GetValue(ClockOption));
        string[] words =
        [
            .. arguments.GetValue(Workloads) ?? [], .. quick ? ["--quick"] : Nothing, .. peers ? ["--peers"] : Nothing, .. memory ? ["--memory"] : Nothing,
            .. startup ? ["--startup"] : Nothing,
            .. threads > 1 ? ["--threads", $"{threads}"] : Nothing,
            .. samples is null ? Nothing : ["--samples", $"{samples}"],
            .. clock == Clock.Wall ? Nothing : ["--clock", "processor"],
        ];
        return new()
        {
            Peers = peers || verify,
            Quick = quick,
            Memory = memory,
            Startup = startup,
            Verify = verify,
            Threads = threads,
            Samples = samples ?? (quick ? 3 : 25),
            Clock = clock,
            Command = string.Join(' ', words),
        };
    }
}

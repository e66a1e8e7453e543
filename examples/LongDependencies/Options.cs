using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>The options of the command line.</summary>
internal sealed class Options
{
    private const string StandardLengths = "200", StandardPolicies = "none,checkpoint:1024,chunks:20,window:50";
    private const string QuickLengths = "10,20", QuickPolicies = "none,checkpoint:64,window:5";

    private static readonly Settings Standard = new();

    private readonly Option<bool> _quick = new("--quick") { Description = $"A small form of everything that takes seconds; other options change it. Lengths {QuickLengths}, policies {QuickPolicies}, {Settings.Quick.Hidden} units, {Settings.Quick.Updates} updates." };
    private readonly Option<string> _task = new("--task") { HelpName = "adding|copy", Description = "What to learn: the sum of two marked numbers, or ten symbols by heart.", DefaultValueFactory = _ => "adding" };
    private readonly Option<string> _lengths = List("--lengths", "Lengths T of the sequences, with commas.", StandardLengths);
    private readonly NumberOption<int> _pause = new("--pause", "N", "Steps at the end without a mark, in the adding problem: a shorter window sees no mark.", 0, 0, 1_000_000);
    private readonly Option<string> _cells = List("--cells", "The cells, with commas: gru, lstm, elman.", "gru");
    private readonly Option<string> _policies = List("--policies", $"How far losses are followed back, with commas: checkpoint:KIB for all steps within a budget of memory, {TruncationText.Forms}.", StandardPolicies);
    private readonly NumberOption<int> _hidden = new("--hidden", "N", "Features of the state.", Standard.Hidden, 1, 4096);
    private readonly NumberOption<int> _batch = new("--batch", "N", "Sequences in an update.", Standard.Batch, 1, 10_000);
    private readonly NumberOption<int> _updates = new("--updates", "N", "Updates at which a training ends that has not solved its task.", Standard.Updates, 1, 10_000_000);
    private readonly NumberOption<int> _every = new("--every", "N", "Updates from one measurement to the next.", Standard.MeasureEvery, 1, 1_000_000);
    private readonly NumberOption<double> _rate = new("--learning-rate", "X", "Adam's learning rate.", Standard.LearningRate, 0, 10);
    private readonly NumberOption<double> _clip = new("--clip", "NORM", "The largest norm of a gradient.", Standard.Clip, 0, 1e9);
    private readonly Option<double?> _target = new("--target") { HelpName = "X", Description = "The loss below which a task is solved and a training ends. Default: 0.01 for adding, a tenth of the loss without memory for copy." };
    private readonly Option<bool> _noChrono = new("--no-chrono") { Description = "Let gated cells begin with ordinary biases, not with some that keep for times up to the length." };
    private readonly NumberOption<int> _seeds = new("--seeds", "N", "How many seeds to train with.", 1, 1, 1000);
    private readonly NumberOption<int> _seed = new("--seed", "N", "The first seed, of weights and sequences.", Standard.Seed, 0, int.MaxValue - 1000);

    public Options() => Root = new RootCommand("Trains recurrent cells on tasks whose answer stands far before the question, with several truncations of backpropagation through time side by side.")
    {
        _quick, _task, _lengths, _pause, _cells, _policies, _hidden, _batch, _updates, _every, _rate, _clip, _target, _noChrono, _seeds, _seed, Picture, Reach, Json,
    };

    public RootCommand Root { get; }

    public FileOption Picture { get; } = new("--picture", "Where a chart of the losses over the updates goes, as SVG.");

    public FileOption Reach { get; } = new("--reach", "Where a chart of the last losses over the lengths goes, as SVG.");

    public JsonOption Json { get; } = new();

    // The loss that ends a training; null for the task's own.
    public double? Target(ParseResult result) => result.GetValue(_target) is not double target || target >= 0
        ? result.GetValue(_target)
        : throw new InputException($"--target: {target} is out of range; need 0 or more.");

    public IReadOnlyList<Experiment> Experiments(ParseResult result)
    {
        bool quick = result.GetValue(_quick);
        Settings standard = quick ? Settings.Quick : Standard;
        Settings settings = standard with
        {
            Hidden = IsGiven(_hidden) ? _hidden.Read(result) : standard.Hidden,
            Batch = IsGiven(_batch) ? _batch.Read(result) : standard.Batch,
            Updates = IsGiven(_updates) ? _updates.Read(result) : standard.Updates,
            MeasureEvery = IsGiven(_every) ? _every.Read(result) : standard.MeasureEvery,
            LearningRate = IsGiven(_rate) ? _rate.Read(result) : standard.LearningRate,
            Clip = _clip.Read(result),
            Chrono = !result.GetValue(_noChrono),
        };
        string Items(Option<string> option, string quickly) => quick && !IsGiven(option) ? quickly : result.GetValue(option)!;
        bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };

        string task = result.GetValue(_task)!;
        LongTask[] tasks = [.. Items(_lengths, QuickLengths).Split(',').Select(length => Task(task, length, _pause.Read(result)))];
        CellKind[] cells = [.. result.GetValue(_cells)!.Split(',').Select(Cell)];
        IReadOnlyList<Policy> policies = Policy.ReadList(Items(_policies, QuickPolicies));
        return
        [
            .. from seed in Enumerable.Range(_seed.Read(result), _seeds.Read(result))
               from task1 in tasks
               from cell in cells
               from policy in policies
               select new Experiment(task1, cell, policy, settings with { Seed = seed }),
        ];
    }

    private static Option<string> List(string name, string description, string standard) => new(name) { HelpName = "LIST", Description = description, DefaultValueFactory = _ => standard };

    private static CellKind Cell(string name) => name switch
    {
        "gru" => CellKind.Gru,
        "lstm" => CellKind.Lstm,
        "elman" => CellKind.Elman,
        _ => throw new InputException($"--cells: \"{name}\" is no cell; need gru, lstm or elman, with commas between them."),
    };

    private static LongTask Task(string name, string length, int pause)
    {
        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int steps) || steps is < 2 or > 1_000_000)
            throw new InputException($"--lengths: \"{length}\" is no length; need whole numbers from 2 to 1000000, with commas between them.");
        return name switch
        {
            "adding" when steps - pause < 2 => throw new InputException($"--pause: {pause} steps without a mark leave {Math.Max(0, steps - pause)} of {steps} for the two marks; need a pause of at most {steps - 2}."),
            "adding" => new AddingTask(steps, pause),
            "copy" => new CopyTask(steps),
            _ => throw new InputException($"--task: \"{name}\" is no task; need adding or copy."),
        };
    }
}

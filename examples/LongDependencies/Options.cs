using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>The options of the command line.</summary>
internal sealed class Options
{
    private const int StandardLength = 200;
    private const string StandardPolicies = "none,checkpoint:1024,window:150,window:90,chunks:50";
    private const string QuickPolicies = "none,checkpoint:64,window:15,window:5";

    private static readonly Settings Standard = new();

    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "A small form of everything that takes seconds; other options change it. "
            + $"Lengths 10,20, policies {QuickPolicies}, {Settings.Quick.Hidden} units, {Settings.Quick.Updates} updates.",
    };

    private readonly Option<string> _task = new("--task")
    {
        HelpName = "adding|copy",
        Description = "What to learn: the sum of two marked numbers, or ten symbols by heart.",
        DefaultValueFactory = _ => "adding",
    };

    private readonly NumberListOption<int> _lengths = new("--lengths", $"Lengths T of the sequences, with commas. Default: {StandardLength}.", 2, 1_000_000);
    private readonly Option<int?> _pause = new("--pause")
    {
        HelpName = "N",
        Description = "Steps at the end without a mark, in the adding problem: a shorter window sees no mark. Default: half of the length; published figures have 0.",
    };

    private readonly CellListOption _cells = new(CellKind.Gru);
    private readonly Option<string?> _policies = new("--policies")
    {
        HelpName = "LIST",
        Description = $"How far losses are followed back, with commas: checkpoint:KIB for all steps within a budget of memory, {TruncationForms.All}. Default: {StandardPolicies}.",
    };

    private readonly NumberOption<int> _hidden = new("--hidden", "N", "Features of the state.", Standard.Hidden, 1, 4096);
    private readonly NumberOption<int> _batch = new("--batch", "N", "Sequences in an update.", Standard.Batch, 1, 10_000);
    private readonly NumberOption<int> _updates = new("--updates", "N", "Updates at which a training ends that has not solved its task.", Standard.Updates, 1, 10_000_000);
    private readonly NumberOption<int> _every = new("--every", "N", "Updates from one measurement to the next.", Standard.MeasureEvery, 1, 1_000_000);
    private readonly NumberOption<double> _rate = new("--learning-rate", "X", "Adam's learning rate.", Standard.LearningRate, 0, 10);
    private readonly NumberOption<double> _clip = new("--clip", "NORM", "The largest norm of a gradient.", Standard.Clip, 0, 1e9);
    private readonly Option<double?> _target = new("--target")
    {
        HelpName = "X",
        Description = "The loss below which a task is solved and a training ends. Default: 0.01 for adding, a tenth of the loss without memory for copy.",
    };

    private readonly Option<bool> _noChrono = new("--no-chrono")
    {
        Description = "Let gated cells begin with ordinary biases, not with some that keep for times up to the length.",
    };
    private readonly NumberOption<int> _seeds = new("--seeds", "N", "How many seeds to train with.", 1, 1, 1000);
    private readonly NumberOption<int> _seed = new("--seed", "N", "The first seed, of weights and sequences.", Standard.Seed, 0, int.MaxValue - 1000);

    public Options() =>
        Root = new RootCommand(
            "Trains recurrent cells on tasks whose answer stands far before the question, with several truncations of backpropagation through time "
                + "side by side.")
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
            Hidden = _hidden.Read(result, standard.Hidden),
            Batch = _batch.Read(result, standard.Batch),
            Updates = _updates.Read(result, standard.Updates),
            MeasureEvery = _every.Read(result, standard.MeasureEvery),
            LearningRate = _rate.Read(result, standard.LearningRate),
            Clip = _clip.Read(result),
            Chrono = !result.GetValue(_noChrono),
        };
        string task = result.GetValue(_task)!;
        LongTask[] tasks = [.. (_lengths.Read(result) ?? (quick ? [10, 20] : [StandardLength])).Select(length => Task(task, length, result.GetValue(_pause)))];
        IReadOnlyList<CellKind> cells = _cells.Read(result);
        IReadOnlyList<Policy> policies = Policy.ReadList(result.GetValue(_policies) ?? (quick ? QuickPolicies : StandardPolicies));
        return
        [
            .. from seed in Enumerable.Range(_seed.Read(result), _seeds.Read(result))
               from task1 in tasks
               from cell in cells
               from policy in policies
               select new Experiment(task1, cell, policy, settings with { Seed = seed }),
        ];
    }

    private static LongTask Task(string name, int length, int? pause) => name switch
    {
        "adding" => new AddingTask(length, Pause(pause ?? length / 2, length)),
        "copy" when pause is not null => throw new InputException("--pause is of the adding problem; leave it out with --task copy."),
        "copy" => new CopyTask(length),
        _ => throw new InputException($"--task: \"{name}\" is no task; need adding or copy."),
    };

    private static int Pause(int pause, int steps) => pause >= 0 && pause <= steps - 2
        ? pause
        : throw new InputException($"--pause: {pause} steps without a mark at the end of {steps}; need 0 to {steps - 2}, which leaves two steps for the two marks.");
}

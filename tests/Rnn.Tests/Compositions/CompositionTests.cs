using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Bptt;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using Plans = AutoDiff.Rnn.Checkpointing;

namespace AutoDiff.Tests.Rnn.Compositions;

// Every policy, with every way to update, under every composition, against its definition; what has no meaning is refused.
public sealed class CompositionTests
{
    private const double Rate = 0.2;

    private static readonly string[] Exact =
    [
        "none", "chunks 3 start", "chunks 4 last", "window 1", "window 5 1 banded", "window 5 1 twostack", "window 3 1 segments",
        "window 9 1", "window 4 2 start", "window 4 2 banded start", "window 5 3 last",
    ];

    private static readonly string[] Others = ["random", "random 3", "rtrl", "snap1", "uoro"];

    private static readonly Func<int, bool>[] Losses = [_ => true, t => t % 3 == 2 || t == 6, t => t == 6];

    public static TheoryData<CellKind, string> Cases
    {
        get
        {
            TheoryData<CellKind, string> cases = [];
            foreach (CellKind kind in Enum.GetValues<CellKind>())
            {
                foreach (string with in (string[])["plain", "rows", "noise", "resets", "all"])
                    cases.Add(kind, with);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_policy_and_update_is_its_definition(CellKind kind, string with)
    {
        if (kind == CellKind.Lstm)
            CompareAll<LstmState<double>>(kind, with);
        else
            CompareAll<HiddenState<double>>(kind, with);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Checkpoints_change_nothing(CellKind kind, string with)
    {
        if (kind == CellKind.Lstm)
            CheckpointAll<LstmState<double>>(kind, with);
        else
            CheckpointAll<HiddenState<double>>(kind, with);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("rtrl")]
    [InlineData("snap1")]
    [InlineData("uoro")]
    [InlineData("window 3 1 banded")]
    [InlineData("window 3 1 twostack")]
    public void Checkpoints_are_refused_where_there_is_nothing_to_keep(string policy)
    {
        foreach (Plans way in (Plans[])[Plans.States(2), Plans.Records(2), Plans.Budget(1 << 20)])
            Refusal.Of(
                () => Trainer<HiddenState<double>>(Policies.Parse(policy), LossReduction.Sum, way).Dispose(),
                $"{way}",
                $"{Policies.Parse(policy)}",
                "need Checkpointing.None");
    }

    [Fact]
    public void Stale_weights_of_windows_that_overlap_are_not_run_again()
    {
        ComposedSequence<HiddenState<double>> sequence = Compositions.Make<HiddenState<double>>(CellKind.Gru, "rows");
        using TruncatedBackprop<double, HiddenState<double>> trainer = Trainer<HiddenState<double>>(Truncation.Window(4, 2), LossReduction.Sum, Plans.States(2));
        Sgd<double> optimizer = new(sequence.Model.Parameters, Rate);
        Refusal.Of(
            () => trainer.Train(sequence, optimizer, WeightUpdate.Stale),
            "TruncatedBackprop.Train",
            "States(2, 1)",
            "Window(4, 2)",
            "need Checkpointing.None",
            "WeightUpdate.Recompute");
    }

    // An operation that runs a function again has no operations to pull many cotangents through.
    [Theory]
    [InlineData("window 4 1 banded")]
    [InlineData("window 4 1 twostack")]
    public void A_cell_that_checkpoints_itself_is_for_windows_one_by_one(string policy)
    {
        SelfCheckpointed cell = new(new GruCell<double>(2, 2, new RandomStream(1)));
        CellSequence<HiddenState<double>> sequence = new(cell, 6, 2, new Random(1)), plain = new(cell.Inside, 6, 2, new Random(1));
        Truncation segments = Truncation.Window(4) with { Algorithm = WindowAlgorithm.Segments };
        using TruncatedBackprop<double, HiddenState<double>> trainer = Trainer<HiddenState<double>>(
            Policies.Parse(policy), LossReduction.Sum), other = Trainer<HiddenState<double>>(segments, LossReduction.Sum);
        string message = Assert.ThrowsAny<Exception>(() => trainer.Accumulate(sequence)).Message;
        Assert.Contains("WindowAlgorithm.Segments", message, StringComparison.Ordinal);
        Assert.All(sequence.Weights, weight => Assert.False(weight.HasGradient));
        other.Accumulate(sequence);
        double[] gradient = Numbers.Gradients(sequence.Weights);
        sequence.Weights.ClearGradients();
        other.Accumulate(plain);
        Assert.Null(Numbers.Differ("gradient", Numbers.Gradients(plain.Weights), gradient));
    }

    private static void CompareAll<TState>(CellKind kind, string with)
        where TState : struct, IState<TState, double>
    {
        foreach (string policy in (string[])[.. Exact, .. Others])
        {
            foreach (WeightUpdate update in Enum.GetValues<WeightUpdate>())
            {
                foreach (Func<int, bool> counts in Placements(with, policy, update))
                {
                    LossReduction reduction = update == WeightUpdate.Stale ? LossReduction.Sum : LossReduction.Mean;
                    ComposedSequence<TState> run = Compositions.Make<TState>(kind, with), definition = Compositions.Make<TState>(kind, with);
                    run.Counts = definition.Counts = counts;
                    Definition<TState> wanted = new(definition, reduction, Rate);
                    Truncation truncation = Policies.Parse(policy);
                    CutWatcher<TState> watcher = new(run);
                    CarriedState<double, TState> carried = new();
                    using TruncatedBackprop<double, TState> trainer = Trainer<TState>(truncation, reduction);
                    double loss = trainer.Train(watcher, new Sgd<double>(run.Model.Parameters, Rate), update, carried);
                    Define(wanted, definition, truncation, update, watcher.Cuts);
                    string what = $"{kind} with {with} under {truncation} {truncation.Algorithm} {update}, loss {Array.IndexOf(Losses, counts)}";
                    Assert.Null(Numbers.Differ(what, Weights(definition.Model), Weights(run.Model), 1e-11));
                    Assert.Null(Numbers.Differ($"{what}: loss", [reduction == LossReduction.Mean ? wanted.Loss / run.TargetCount(0, run.Steps) : wanted.Loss], [loss], 1e-11));
                    Assert.Null(Numbers.Differ(
                        $"{what}: last state",
                        [.. wanted.Last.SelectMany(part => part)],
                        [.. carried.Parts().SelectMany(part => part.Values.ToArray())],
                        1e-11));
                }
            }
        }
    }

    private static void Define<TState>(Definition<TState> wanted, ComposedSequence<TState> sequence, Truncation truncation, WeightUpdate update, List<int> cuts)
        where TState : struct, IState<TState, double>
    {
        if (truncation.MeanLength is double mean)
        {
            int[] bounds = [0, .. cuts, sequence.Steps];
            wanted.Follow([.. bounds.Skip(1).Select((end, i) => new Segment(bounds[i], bounds[i], end))], update, (first, step) => 1 / (1 - Cut(step - first)));
            double Cut(int age) => truncation.ToString().Contains("tail", StringComparison.Ordinal) ? 3 / ((2 * mean) + age) : 1 / mean;
        }
        else if (truncation.Online == OnlineMethod.Rtrl)
        {
            // What is carried is of the weights as they were: a window without end whose steps stay as they ran.
            wanted.Follow(
                Definition<TState>.Windows(sequence, update == WeightUpdate.Defer ? Truncation.None : Truncation.Window(100)),
                update == WeightUpdate.Defer ? update : WeightUpdate.Stale);
        }
        else if (truncation.Online is not null)
        {
            wanted.Carry(truncation, update);
        }
        else
        {
            wanted.Follow(Definition<TState>.Windows(sequence, truncation), update);
        }
    }

    private static void CheckpointAll<TState>(CellKind kind, string with)
        where TState : struct, IState<TState, double>
    {
        foreach (string policy in Exact.Where(policy => !policy.Contains("banded", StringComparison.Ordinal) && !policy.Contains("twostack", StringComparison.Ordinal)))
        {
            foreach (WeightUpdate update in (WeightUpdate[])[WeightUpdate.Defer, WeightUpdate.Recompute])
            {
                foreach (Func<int, bool> counts in Placements(with, policy, update))
                {
                    double[] plain = Trained(Plans.None), blocks = Trained(Plans.States(1, 2));
                    Assert.Null(Numbers.Differ($"{with} under {policy} {update}", plain, blocks, 1e-11));
                    Assert.Null(Numbers.Differ($"{with} under {policy} {update}", plain, Trained(Plans.Budget(1 << 18)), 1e-11));
                    foreach (Plans way in (Plans[])[Plans.States(3, 2), Plans.Records(1, 2), Plans.Records(3, 2)])
                        Assert.Equal(blocks[1..], Trained(way)[1..]);

                    double[] Trained(Plans way)
                    {
                        ComposedSequence<TState> sequence = Compositions.Make<TState>(kind, with);
                        sequence.Counts = counts;
                        using TruncatedBackprop<double, TState> trainer = Trainer<TState>(Policies.Parse(policy), LossReduction.Mean, way);
                        double loss = trainer.Train(sequence, new Sgd<double>(sequence.Model.Parameters, Rate), update);
                        return [loss, .. Weights(sequence.Model)];
                    }
                }
            }
        }
    }

    // All placements of losses with everything at once, else one of them, in turn.
    private static Func<int, bool>[] Placements(string with, string policy, WeightUpdate update) =>
        with == "all" ? Losses : [Losses[(Array.IndexOf([.. Exact, .. Others], policy) + (int)update) % Losses.Length]];

    private static TruncatedBackprop<double, TState> Trainer<TState>(Truncation truncation, LossReduction reduction, Plans checkpointing = default)
        where TState : struct, IState<TState, double> => new(truncation, reduction, checkpointing);

    private static double[] Weights<TState>(ComposedModel<TState> model)
        where TState : struct, IState<TState, double> => [.. model.Parameters.SelectMany(parameter => parameter.Values.ToArray())];

    // Runs every step inside a checkpoint.
    private sealed class SelfCheckpointed(GruCell<double> inside) : ICell<double, HiddenState<double>>
    {
        public GruCell<double> Inside => inside;

        public int InputSize => inside.InputSize;

        public int OutputSize => inside.OutputSize;

        public IReadOnlyList<Parameter<double>> Parameters => inside.Parameters;

        public Variable<double> Project(Variable<double> inputs) => inside.Project(inputs);

        public Variable<double> Advance(Variable<double> projected, in HiddenState<double> state, out HiddenState<double> next)
        {
            next = new(projected.Tape.Checkpoint(inputs => inside.Advance(inputs[0], new HiddenState<double>(inputs[1]), out _), projected, state.Hidden));
            return next.Hidden;
        }
    }
}

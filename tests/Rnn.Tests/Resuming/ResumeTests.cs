using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Compositions;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using Plans = AutoDiff.Rnn.Checkpointing;

namespace AutoDiff.Tests.Rnn.Resuming;

// A run that stops between two updates of a sequence, goes into a file, and goes on from it with everything made anew, has the bits of one that never stopped.
public sealed class ResumeTests
{
    private static readonly string[] Policies =
    [
        "none",
        "chunks 3",
        "chunks 4 last",
        "window 4 2",
        "window 5",
        "window 9",
        "window 5 3 last",
        "random",
        "random 3",
        "rtrl",
        "snap1",
        "uoro",
    ];

    public static TheoryData<CellKind, string> Cases
    {
        get
        {
            TheoryData<CellKind, string> cases = [];
            foreach (CellKind kind in Enum.GetValues<CellKind>())
            {
                cases.Add(kind, "plain");
                cases.Add(kind, "all");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Stopped_between_updates_is_never_stopped(CellKind kind, string with)
    {
        foreach (string policy in Policies)
        {
            foreach (int updates in (int[])[1, 2])
            {
                if (kind == CellKind.Lstm)
                    Compare<LstmState<double>>(kind, with, Bptt.Policies.Parse(policy), updates, Plans.None);
                else
                    Compare<HiddenState<double>>(kind, with, Bptt.Policies.Parse(policy), updates, Plans.None);
            }
        }
    }

    [Theory]
    [InlineData("chunks 5")]
    [InlineData("window 6 3")]
    public void With_checkpoints_too(string policy)
    {
        foreach (Plans way in (Plans[])[Plans.States(2, 2), Plans.Records(2)])
            Compare<LstmState<double>>(CellKind.Lstm, "all", Bptt.Policies.Parse(policy), updates: 1, way);
    }

    [Fact]
    public void Chunks_by_stale_weights_are_those_of_recomputed_ones()
    {
        ComposedSequence<HiddenState<double>> stale = Compositions.Compositions.Make<HiddenState<double>>(CellKind.Gru, "rows");
        ComposedSequence<HiddenState<double>> recomputed = Compositions.Compositions.Make<HiddenState<double>>(CellKind.Gru, "rows");
        using TruncatedBackprop<double, HiddenState<double>> trainer = new(Truncation.Chunks(2), LossReduction.Sum);
        trainer.TrainFrom(stale, new Sgd<double>(stale.Model.Parameters, 0.1), WeightUpdate.Stale, new(), updates: 100);
        trainer.Train(recomputed, new Sgd<double>(recomputed.Model.Parameters, 0.1), WeightUpdate.Recompute);
        Assert.Equal(Weights(recomputed.Model.Parameters), Weights(stale.Model.Parameters));
    }

    // Masks are drawn from where the stream stood when the sequence was set.
    [Fact]
    public void Masks_are_drawn_again_from_the_position_that_was_saved()
    {
        double[] whole = Run(100), parts = Run(1);
        Assert.Equal(whole, parts);

        static double[] Run(int updates)
        {
            const ulong Position = 7;
            RandomStream random = new(3);
            RecurrentStack<double, LstmState<double>> stack = new(
                [new LstmCell<double>(2, 3, random), new LstmCell<double>(3, 3, random)], dropout: 0.4, inputDropout: 0.2, locked: true);
            LanguageModel<double, LstmState<double>> model = new(new Embedding<double>(5, 2, random), stack, new Linear<double>(3, 5, random), dropout: 0.3);
            SequenceProgress<double, StackState<double, LstmState<double>>> progress = new();
            ulong end = 0;
            while (progress.Step < 8)
            {
                RandomStream masks = new(9) { Position = Position };
                StreamChunk chunk = new(Numbers.Classes(new Random(1), 16, 5), Numbers.Classes(new Random(2), 16, 5), 8, 2, 16);
                LanguageSequence<double, LstmState<double>> sequence = new(model, masks) { Chunk = chunk };
                using TruncatedBackprop<double, StackState<double, LstmState<double>>> trainer = new(Truncation.Window(4, 2), LossReduction.Mean);
                trainer.TrainFrom(sequence, new Sgd<double>(model.Parameters, 0.5), WeightUpdate.Recompute, progress, updates);
                end = masks.Position;
            }

            return [end, .. Weights(model.Parameters)];
        }
    }

    [Fact]
    public void Trailing_steps_without_a_loss_end_the_sequence_and_nothing_is_kept_of_it()
    {
        foreach (Truncation truncation in (Truncation[])[Truncation.Chunks(2, CutsFrom.Start), Truncation.Uoro(1), Truncation.Window(3, 2, CutsFrom.LastLoss)])
        {
            ComposedSequence<HiddenState<double>> sequence = Compositions.Compositions.Make<HiddenState<double>>(CellKind.Gru, "rows");
            sequence.Counts = t => t < 4;
            using TruncatedBackprop<double, HiddenState<double>> trainer = new(truncation, LossReduction.Sum);
            SequenceProgress<double, HiddenState<double>> progress = new();
            Sgd<double> optimizer = new(sequence.Model.Parameters, 0);
            List<int> steps = [];
            while (progress.Step < sequence.Steps)
            {
                trainer.TrainFrom(sequence, optimizer, WeightUpdate.Recompute, progress, updates: 1);
                steps.Add(progress.Step);
            }

            Assert.Equal(truncation.Online is null ? [2, 4, 7] : [1, 2, 3, 4, 7], steps);
            CarriedState<double, HiddenState<double>> carried = new();
            trainer.Accumulate(sequence, carried);
            Assert.Null(Numbers.Differ("last state", carried.Parts().Single().Values.Span, progress.State.Parts().Single().Values.Span));
            TensorFile file = new();
            progress.SaveState(file);
            Assert.DoesNotContain(file.Entries, entry => entry.Name.Contains("trace", StringComparison.Ordinal));
        }
    }

    private static void Compare<TState>(CellKind kind, string with, Truncation truncation, int updates, Plans checkpointing)
        where TState : struct, IState<TState, double>
    {
        const double Rate = 0.05;
        ComposedSequence<TState> whole = Compositions.Compositions.Make<TState>(kind, with);
        Func<int, bool> counts = with == "all" ? t => t % 3 != 0 : _ => true;
        whole.Counts = counts;
        Adam<double> optimizer = new(whole.Model.Parameters, Rate);
        CarriedState<double, TState> carried = new();
        using TruncatedBackprop<double, TState> trainer = new(truncation, LossReduction.Sum, checkpointing);
        double loss = trainer.Train(whole, optimizer, WeightUpdate.Recompute, carried, maxNorm: 2);
        loss += trainer.Train(whole, optimizer, WeightUpdate.Recompute, carried, maxNorm: 2);

        // Two sequences, in one process after the other.
        byte[]? saved = null;
        double sum = 0;
        ComposedSequence<TState> sequence;
        SequenceProgress<double, TState> progress;
        int sequences = 0, processes = 0;
        do
        {
            sequence = Compositions.Compositions.Make<TState>(kind, with);
            sequence.Counts = counts;
            Numbers.Redraw(new Random(processes++), saved is null ? [] : sequence.Model.Parameters);
            Adam<double> other = new(sequence.Model.Parameters, Rate);
            progress = new();
            using TruncatedBackprop<double, TState> another = new(truncation, LossReduction.Sum, checkpointing);
            if (saved is not null)
                Load(saved, sequence.Model.Parameters, other, progress);
            sum += another.TrainFrom(sequence, other, WeightUpdate.Recompute, progress, updates, maxNorm: 2);
            Assert.Equal(progress.Draws, another.Draws);
            if (progress.Step == sequence.Steps && ++sequences < 2)
                progress.BeginNext();
            saved = Save(sequence.Model.Parameters, other, progress);
        }
        while (sequences < 2);

        string what = $"{kind} with {with} under {truncation}, {checkpointing}, {updates} at a time";
        Assert.True(Weights(whole.Model.Parameters).AsSpan().SequenceEqual(Weights(sequence.Model.Parameters)), what);
        Assert.True(
            carried.Parts().SelectMany(part => part.Values.ToArray()).SequenceEqual(progress.State.Parts().SelectMany(part => part.Values.ToArray())),
            $"{what}: last state");
        Assert.Equal(trainer.Draws, progress.Draws);
        Assert.Equal(loss, sum, 10);
        Assert.True(truncation == Truncation.None || updates > 1 || processes > 3, $"{what}: only {processes} parts");
    }

    private static byte[] Save<TState>(IReadOnlyList<Parameter<double>> parameters, Adam<double> optimizer, SequenceProgress<double, TState> progress)
        where TState : struct, IState<TState, double>
    {
        TensorFile file = new();
        file.AddParameters(parameters, "model");
        optimizer.SaveState(file);
        progress.SaveState(file);
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    private static void Load<TState>(byte[] saved, IReadOnlyList<Parameter<double>> parameters, Adam<double> optimizer, SequenceProgress<double, TState> progress)
        where TState : struct, IState<TState, double>
    {
        using MemoryStream stream = new(saved);
        TensorFile file = TensorFile.Read(stream, "memory");
        file.LoadParameters(parameters, "model");
        optimizer.LoadState(file);
        progress.LoadState(file, parameters);
    }

    private static double[] Weights(IReadOnlyList<Parameter<double>> parameters) => [.. parameters.SelectMany(parameter => parameter.Values.ToArray())];
}

using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using Both = AutoDiff.Rnn.BidirectionalState<double, AutoDiff.Rnn.HiddenState<double>>;
using Plans = AutoDiff.Rnn.Checkpointing;
using Stack = AutoDiff.Rnn.StackState<double, AutoDiff.Rnn.HiddenState<double>>;
using State = AutoDiff.Rnn.HiddenState<double>;

namespace AutoDiff.Tests.Rnn.Bptt;

// What a trainer, a stream or a check is given that cannot be: it is refused at the call, before any weight or gradient has changed.
public sealed class BadInputTests
{
    [Fact]
    public void Settings_that_mean_nothing()
    {
        Refusal.Of(() => Trainer(Truncation.None, (LossReduction)7).Dispose(), "TruncatedBackprop", "loss reduction 7", "Sum, Mean");
        using Tape<double> tape = new();
        Refusal.Of(() => ActivationPenalty.Size(tape.Fill(1, new Shape(2, 1)), (LossReduction)7), "ActivationPenalty", "loss reduction 7", "Sum, Mean");
        using TruncatedBackprop<double, State> trainer = Trainer(Truncation.None);
        Assert.Throws<ArgumentNullException>(() => trainer.Train(new ScalarSequence(4, 1), null!, WeightUpdate.Defer));
        Assert.Throws<ArgumentNullException>(() => trainer.TrainFrom(new ScalarSequence(4, 1), null!, WeightUpdate.Recompute, new(), 1));
        foreach (Truncation truncation in (Truncation[])[Truncation.Random(3, 1), Truncation.Rtrl, Truncation.SnAp1, Truncation.Uoro(1)])
        {
            foreach (WindowAlgorithm algorithm in Enum.GetValues<WindowAlgorithm>().Where(one => one != WindowAlgorithm.Automatic))
                Refusal.Of(() => _ = truncation with { Algorithm = algorithm }, "Truncation.Algorithm", $"{algorithm}", $"{truncation}", "no windows");
            Assert.Equal(truncation, truncation with { Algorithm = WindowAlgorithm.Automatic });
        }
    }

    // A network that reads from both ends has no state in the middle.
    [Fact]
    public void Both_directions_where_a_state_would_be_carried_or_kept()
    {
        RandomStream random = new(1);
        BothSequence sequence = new(new Bidirectional<double, State>(new GruCell<double>(2, 2, random, "forward"), new GruCell<double>(2, 2, random, "backward")));
        foreach (Plans way in (Plans[])[Plans.States(2), Plans.Records(2), Plans.Budget(1 << 20)])
        {
            using TruncatedBackprop<double, Both> blocks = new(Truncation.None, LossReduction.Sum, way);
            Refusal.Of(() => blocks.Accumulate(sequence), "TruncatedBackprop", "BidirectionalState", "one direction");
        }

        foreach (Truncation truncation in (Truncation[])
        [
            Truncation.Chunks(2),
            Truncation.Window(3),
            Truncation.Random(3, 1),
            Truncation.Rtrl,
            Truncation.SnAp1,
            Truncation.Uoro(1),
        ])
        {
            using TruncatedBackprop<double, Both> cut = new(truncation, LossReduction.Sum);
            Refusal.Of(() => cut.Accumulate(sequence), "TruncatedBackprop", "BidirectionalState", "Truncation.None");
        }

        using TruncatedBackprop<double, Both> whole = new(Truncation.None, LossReduction.Sum);
        using GradientFlow<double, Both> flow = new();
        Refusal.Of(() => whole.Accumulate(sequence, new()), "BidirectionalState");
        Refusal.Of(() => whole.TrainFrom(sequence, new Sgd<double>(sequence.Layer.Parameters, 1), WeightUpdate.Recompute, new(), 1), "BidirectionalState");
        Refusal.Of(() => flow.Measure(sequence), "GradientFlow", "BidirectionalState", "one direction");
        Refusal.Of(() => flow.MeasureTransition(sequence, 0, 1), "GradientFlow", "BidirectionalState");
        Refusal.Of(() => TruncationCheck.Of(sequence, Truncation.None, sequence.Layer.Parameters), "TruncationCheck", "BidirectionalState");
        Refusal.Of(() => new CheckpointedStream<double, Both>(sequence, 2).Dispose(), "CheckpointedStream", "BidirectionalState");
        Assert.All(sequence.Layer.Parameters, parameter => Assert.False(parameter.HasGradient));
        whole.Accumulate(sequence);
        Assert.All(sequence.Layer.Parameters, parameter => Assert.True(parameter.HasGradient));
    }

    [Fact]
    public void Losses_that_read_steps_which_are_not_run_with_them()
    {
        // Within the window of 4, but from another piece, as each step runs once.
        ScalarSequence pooled = new(8, seed: 1) { Reads = step => Math.Max(0, step - 1) };
        Sgd<double> optimizer = new([pooled.Weight], 0.1);
        using TruncatedBackprop<double, State> window = Trainer(Truncation.Window(4, 2));
        Refusal.Of(() => window.Train(pooled, optimizer, WeightUpdate.Stale), "TruncatedBackprop.Train", "steps 2 to 3", "from step 1", "Window(4, 2)", "WeightUpdate.Recompute");
        Assert.Equal(0.7, pooled.W);

        // By steps of their own, and the first such loss comes after updates could have been made.
        ScalarSequence late = new(8, seed: 1) { Reads = step => step < 6 ? step : 2 };
        foreach (Truncation truncation in (Truncation[])[Truncation.Random(2, 1), Truncation.Rtrl, Truncation.SnAp1, Truncation.Uoro(1)])
        {
            using TruncatedBackprop<double, State> stepwise = Trainer(truncation);
            Refusal.Of(() => stepwise.Train(late, new Sgd<double>([late.Weight], 0.1), WeightUpdate.Recompute), "needs steps outside its window", "from step 2", $"{truncation}");
            Assert.Equal((0.7, 0UL), (late.W, stepwise.Draws));
        }

        using TruncatedBackprop<double, State> blocks = new(Truncation.None, LossReduction.Sum, Plans.States(2, 2));
        Refusal.Of(() => blocks.Accumulate(late), "outside its block", "from step 2", "States(2, 2)", "Checkpointing.None");
        Assert.False(late.Weight.HasGradient);
        window.Train(pooled, optimizer, WeightUpdate.Recompute);
        Assert.NotEqual(0.7, pooled.W);
    }

    [Fact]
    public void Streams_whose_losses_reach_behind_their_block_or_do_not_count()
    {
        using CheckpointedStream<double, State> stream = new(new ScalarSequence(8, seed: 1) { Reads = step => step < 6 ? step : 2 }, slots: 3, blockLength: 2);
        stream.AdvanceTo(6);
        Refusal.Of(() => stream.AdvanceTo(8), "CheckpointedStream", "outside its block", "steps 6 to 7", "from step 2", "blocks of 2");
        using CheckpointedStream<double, State> none = new(new ScalarSequence(8, seed: 1) { Counts = _ => false }, slots: 3);
        none.AdvanceTo(8);
        Refusal.Of(() => none.Backward(), "CheckpointedStream.Backward", "8 steps count no target");
    }

    // What the sequence throws on the way is tried again.
    [Fact]
    public void A_stream_goes_on_after_what_its_sequence_threw()
    {
        CellSequence<State> sequence = new(new GruCell<double>(2, 3, new RandomStream(1)), 13, 1, new Random(1));
        using TruncatedBackprop<double, State> trainer = Trainer(Truncation.None);
        double loss = trainer.Accumulate(sequence);
        double[] expected = Numbers.Gradients(sequence.Parameters);
        foreach (int fails in (int[])[0, 4, 7, 12])
        {
            using CheckpointedStream<double, State> stream = new(sequence, slots: 3, blockLength: 2);
            sequence.Parameters.ClearGradients();
            stream.AdvanceTo(3);
            sequence.Resets = step => step == fails ? throw new NotSupportedException("a test's") : null;
            if (fails < 2)
                sequence.Resets = _ => null;
            else if (fails < 12)
                Assert.Throws<NotSupportedException>(() => stream.AdvanceTo(13));
            else
                stream.AdvanceTo(13);
            if (fails == 12)
                Assert.Throws<NotSupportedException>(() => stream.Backward());
            sequence.Resets = _ => null;
            stream.AdvanceTo(13);
            Assert.Null(Numbers.Differ($"failed at {fails}", [loss, .. expected], [stream.Backward(), .. Numbers.Gradients(sequence.Parameters)]));
        }
    }

    [Fact]
    public void Checks_of_what_cuts_nothing_off()
    {
        ScalarSequence sequence = new(4, seed: 1);
        foreach (Truncation truncation in (Truncation[])[Truncation.Rtrl, Truncation.SnAp1, Truncation.Uoro(1)])
            Refusal.Of(() => TruncationCheck.Of(sequence, truncation, [sequence.Weight]), "TruncationCheck", $"{truncation}", "fixed cuts");
        Refusal.Of(() => TruncationCheck.Of(sequence, Truncation.Random(3, 1), [sequence.Weight]), "TruncationCheck", "Random(3, seed 1)", "fixed cuts");
    }

    // Whatever the policy, the state that was carried is of another batch, and stays as it is.
    [Theory]
    [InlineData("none")]
    [InlineData("chunks 2")]
    [InlineData("window 2 1 banded")]
    [InlineData("window 2 1 twostack")]
    [InlineData("window 2 1 segments")]
    [InlineData("random")]
    [InlineData("rtrl")]
    [InlineData("snap1")]
    [InlineData("uoro")]
    public void A_state_of_another_batch(string policy)
    {
        RandomStream random = new(1);
        LanguageModel<double, State> model = new(null, new RecurrentStack<double, State>([new GruCell<double>(5, 3, random)]), new Linear<double>(3, 5, random));
        CarriedState<double, Stack> carried = new();
        SequenceProgress<double, Stack> progress = new();
        carried.Load([(new Shape(2, 3), new double[6])]);
        progress.State.CopyFrom(carried);
        SentenceSequence<double, State> sentences = new(model);
        sentences.Set(new PackedRows([1, 3, 2]), new int[6], new int[6]);
        using TruncatedBackprop<double, Stack> trainer = new(Policies.Parse(policy), LossReduction.Sum), blocks = new(Truncation.None, LossReduction.Sum, Plans.Records(2));
        foreach (ISequence<double, Stack> sequence in (ISequence<double, Stack>[])
        [
            new LanguageSequence<double, State>(model) { Chunk = new StreamChunk(new int[9], new int[9], 3, 3, 9) },
            sentences,
        ])
        {
            Refusal.Of(() => trainer.Accumulate(sequence, carried), "another batch", "[2, 3]", "3 rows");
            Refusal.Of(() => blocks.Accumulate(sequence, carried), "another batch", "[2, 3]", "3 rows");
            Refusal.Of(() => trainer.TrainFrom(sequence, new Sgd<double>(model.Parameters, 1), WeightUpdate.Recompute, progress, 1), "another batch", "[2, 3]", "3 rows");
        }

        Assert.Equal(new Shape(2, 3), carried.Parts().Single().Shape);
        Assert.Equal(0, progress.Step);
        Assert.All(model.Parameters, parameter => Assert.False(parameter.HasGradient));
    }

    private static TruncatedBackprop<double, State> Trainer(Truncation truncation, LossReduction reduction = LossReduction.Sum) => new(truncation, reduction);

    private sealed class BothSequence(Bidirectional<double, State> layer) : ISequence<double, Both>
    {
        public Bidirectional<double, State> Layer => layer;

        public int Steps => 6;

        public Both InitialState(Tape<double> tape) => layer.InitialState(tape, 2);

        public int TargetCount(int from, int end) => end - from;

        public Variable<double> Run(Tape<double> tape, in Both state, Segment segment, out Both next) =>
            Ops.SumOfSquares(layer.Unroll(tape.Fill(0.5, new Shape(segment.Steps, 2, 2)), in state, out next));
    }
}

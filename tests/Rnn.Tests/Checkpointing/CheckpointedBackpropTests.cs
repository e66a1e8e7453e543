using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Bptt;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using static AutoDiff.Ops;
using Lstm = AutoDiff.Rnn.LstmState<double>;
using Plans = AutoDiff.Rnn.Checkpointing;
using State = AutoDiff.Rnn.StackState<double, AutoDiff.Rnn.LstmState<double>>;

namespace AutoDiff.Tests.Rnn.Checkpointing;

// Checkpoints change memory and time, never the gradient.
public sealed class CheckpointedBackpropTests
{
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Steps_are_run_as_often_as_the_closed_forms_say(CellKind kind)
    {
        for (int steps = 1; steps <= 16; steps++)
        {
            CellTrial trial = CellTrial.Make(kind, seed: steps, steps, batch: 1);
            double[]? expected = null;
            for (int slots = 1; slots <= steps; slots++)
            {
                foreach (Plans way in new[] { Plans.States(slots), Plans.Records(slots) })
                {
                    trial.StepsRun();
                    trial.Accumulate(Truncation.None, checkpointing: way);
                    (int recorded, int advanced) = trial.StepsRun();
                    CheckpointPlan plan = way == Plans.States(slots) ? CheckpointPlan.States(steps, slots) : CheckpointPlan.Records(steps, slots);
                    Assert.Equal(steps, recorded);
                    Assert.Equal(plan.ForwardSteps, recorded + advanced);
                    expected ??= trial.Gradients;
                    Assert.Equal(expected, trial.Gradients);
                }
            }
        }
    }

    [Fact]
    public void Blocks_that_are_longer_than_a_segment_are_the_whole_of_it()
    {
        CellTrial trial = CellTrial.Make(CellKind.Lstm, seed: 5, steps: 9, batch: 2);
        foreach (Truncation truncation in (Truncation[])[Truncation.None, Truncation.Chunks(4)])
        {
            trial.Accumulate(truncation);
            double[] gradient = trial.Gradients;
            foreach (Plans way in (Plans[])[Plans.States(2, 10), Plans.States(2, int.MaxValue), Plans.Records(2, int.MaxValue), Plans.Records(2, int.MaxValue - 3)])
            {
                trial.Accumulate(truncation, checkpointing: way);
                Assert.Null(Numbers.Differ($"{way}: gradient", gradient, trial.Gradients));
            }
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("chunks 4")]
    [InlineData("window 5")]
    [InlineData("window 6 3")]
    [InlineData("window 6 4 last")]
    public void Every_policy_and_placement_of_losses_gives_the_plain_gradient(string policy)
    {
        foreach (CellKind kind in Enum.GetValues<CellKind>())
        {
            foreach (Func<int, bool> counts in new Func<int, bool>[] { _ => true, t => t % 3 == 2, t => t == 8 })
            {
                CellTrial trial = CellTrial.Make(kind, seed: 5, steps: 9, batch: 2);
                trial.Count(counts);
                Truncation truncation = Policies.Parse(counts(0) || policy.EndsWith("last", StringComparison.Ordinal) ? policy : policy + " start");
                double loss = trial.Accumulate(truncation);
                double[] gradient = trial.Gradients;
                for (int length = 1; length <= 4; length++)
                {
                    foreach (Plans way in new[] { Plans.States(2, length), Plans.Records(2, length), Plans.States(9, length), Plans.Budget(1 << 20) })
                    {
                        Assert.Null(Numbers.Differ($"{way}: loss", [loss], [trial.Accumulate(truncation, checkpointing: way)]));
                        Assert.Null(Numbers.Differ($"{way}: gradient", gradient, trial.Gradients));
                    }
                }
            }
        }
    }

    [Fact]
    public void Masks_between_layers_are_those_of_the_plain_run_and_states_are_carried()
    {
        (double loss, double[] gradient, double next, ulong position) = Run(Plans.None);
        foreach (Plans way in new[] { Plans.States(1, 3), Plans.States(3, 2), Plans.Records(2, 1), Plans.Records(20, 5) })
        {
            (double otherLoss, double[] other, double otherNext, ulong end) = Run(way);
            Assert.Null(Numbers.Differ($"{way}: losses", [loss, next], [otherLoss, otherNext]));
            Assert.Null(Numbers.Differ($"{way}: gradient", gradient, other, 1e-11));
            Assert.Equal(position, end);
        }

        static (double Loss, double[] Gradient, double Next, ulong Position) Run(Plans way)
        {
            RandomStream weights = new(3), stream = new(1) { Position = 7 };
            RecurrentStack<double, Lstm> stack = new([new LstmCell<double>(3, 5, weights), new LstmCell<double>(5, 7, weights)], dropout: 0.5);
            LanguageModel<double, Lstm> model = new(new Embedding<double>(6, 3, weights), stack, new Linear<double>(7, 6, weights), dropout: 0.4);
            StreamBatcher batcher = new(Numbers.Classes(new Random(1), 60, 6), 2, 13);
            using TruncatedBackprop<double, State> trainer = new(Truncation.None, LossReduction.Mean, way);
            LanguageSequence<double, Lstm> sequence = new(model, stream) { Chunk = batcher.Chunk(0) };
            CarriedState<double, State> carried = new();
            double loss = trainer.Accumulate(sequence, carried);
            double[] gradient = Numbers.Gradients(model.Parameters);
            sequence.Chunk = batcher.Chunk(1);
            return (loss, gradient, trainer.Accumulate(sequence, carried), stream.Position);
        }
    }

    [Fact]
    public void Rows_that_begin_anew_and_a_learnt_start_keep_their_gradients()
    {
        Random random = new(2);
        ResettingSequence sequence = new(new LstmCell<double>(2, 3, new RandomStream(1)), steps: 12, batch: 3, random);
        (double loss, double[] gradient) = Run(Plans.None);
        Assert.All(sequence.Start, start => Assert.Contains(start.Gradient.ToArray(), value => value != 0));
        foreach (Plans way in new[] { Plans.States(2, 1), Plans.States(4, 3), Plans.Records(3, 2), Plans.Records(1, 5) })
        {
            (double otherLoss, double[] other) = Run(way);
            Assert.Null(Numbers.Differ($"{way}", [loss, .. gradient], [otherLoss, .. other]));
        }

        (double, double[]) Run(Plans way)
        {
            using TruncatedBackprop<double, Lstm> trainer = new(Truncation.None, LossReduction.Sum, way);
            sequence.Parameters.ClearGradients();
            return (trainer.Accumulate(sequence), Numbers.Gradients(sequence.Parameters));
        }
    }

    [Fact]
    public void Memory_is_that_of_one_block_and_the_states_and_within_the_budget()
    {
        LongSequence sequence = new(new LstmCell<double>(8, 16, new RandomStream(1)), steps: 1_000, batch: 4);
        long plain = Peak(Plans.None);

        // 32 blocks of 32 steps, and the states between them beside the tape.
        long states = 32 * 2 * 16 * 4 * sizeof(double);
        Assert.InRange(Peak(Plans.States(32, 32)) + states, 1, plain / 20);
        foreach (long budget in new[] { plain / 20, plain / 8, plain / 2, 2 * plain })
            Assert.InRange(Peak(Plans.Budget(budget)), 1, budget);
        Assert.Equal(plain, Peak(Plans.Budget(4 * plain)));
        string message = Assert.Throws<ArgumentException>(() => Peak(Plans.Budget(1_000))).Message;
        Assert.Contains("1000 bytes are not enough", message, StringComparison.Ordinal);
        Assert.Contains("need ", message, StringComparison.Ordinal);

        long Peak(Plans way)
        {
            using TruncatedBackprop<double, Lstm> trainer = new(Truncation.None, LossReduction.Sum, way);
            trainer.Accumulate(sequence);
            return trainer.Tape.PeakBytes;
        }
    }

    [Fact]
    public void A_stream_of_unknown_length_is_followed_back_whole()
    {
        foreach (int steps in new[] { 1, 2, 5, 16, 17, 40, 100 })
        {
            CellSequence<Lstm> sequence = new(new LstmCell<double>(2, 3, new RandomStream(1)), steps, 1, new Random(steps));
            using TruncatedBackprop<double, Lstm> trainer = new(Truncation.None, LossReduction.Sum);
            double loss = trainer.Accumulate(sequence);
            double[] gradient = Numbers.Gradients(sequence.Parameters);
            foreach (int slots in new[] { 2, 3, 8 })
            {
                foreach (int length in new[] { 1, 3 })
                {
                    using CheckpointedStream<double, Lstm> stream = new(sequence, slots, length);
                    for (int time = 0; time < 2; time++)
                    {
                        sequence.Parameters.ClearGradients();
                        sequence.Runs.Clear();
                        for (int step = 1; step <= steps; step++)
                        {
                            stream.AdvanceTo(step);
                            Assert.InRange(stream.StatesKept, 0, slots - 1);
                        }

                        double streamed = stream.Backward();
                        Assert.Null(Numbers.Differ($"{steps} steps, {slots} slots", [loss, .. gradient], [streamed, .. Numbers.Gradients(sequence.Parameters)]));
                    }

                    OnlineCheckpoints online = new(slots);
                    int blocks = (steps + length - 1) / length;
                    for (int i = 0; i < blocks; i++)
                        online.Next(_ => { });
                    long runs = blocks + Enumerable.Range(0, online.Kept.Count).Sum(i => online.GapPlan(i).ForwardSteps);
                    Assert.Equal(runs, sequence.Runs.Count);
                }
            }
        }
    }

    [Fact]
    public void What_cannot_be_checkpointed_is_refused()
    {
        Assert.Contains("0 slots", Assert.Throws<ArgumentException>(() => Plans.States(0)).Message, StringComparison.Ordinal);
        Assert.Contains("blocks of 0 steps", Assert.Throws<ArgumentException>(() => Plans.Records(1, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("0 bytes", Assert.Throws<ArgumentException>(() => Plans.Budget(0)).Message, StringComparison.Ordinal);
        CellSequence<Lstm> sequence = new(new LstmCell<double>(2, 3, new RandomStream(1)), 5, 1, new Random(1));
        Assert.Throws<ArgumentException>(() => new CheckpointedStream<double, Lstm>(sequence, 1));
        Assert.Throws<ArgumentException>(() => new CheckpointedStream<double, Lstm>(sequence, 2, 0));
        using CheckpointedStream<double, Lstm> stream = new(sequence, 2);
        Assert.Contains("no time step", Assert.Throws<ArgumentException>(() => stream.Backward()).Message, StringComparison.Ordinal);
        Assert.Contains("step 6", Assert.Throws<ArgumentException>(() => stream.AdvanceTo(6)).Message, StringComparison.Ordinal);
    }

    // A start that is learnt, rows that begin anew inside, and one loss for each step.
    private sealed class ResettingSequence(LstmCell<double> cell, int steps, int batch, Random random) : ISequence<double, Lstm>
    {
        private readonly double[] _inputs = Numbers.Draw(random, steps * batch * cell.InputSize);
        private readonly bool[] _reset = [.. Enumerable.Range(0, steps * batch).Select(_ => random.Next(4) == 0)];

        public Parameter<double>[] Start { get; } = [.. Enumerable.Range(0, 2).Select(i => new Parameter<double>(
            $"start{i}", new Shape(batch, cell.OutputSize), Numbers.Draw(random, batch * cell.OutputSize)))];

        public Parameter<double>[] Parameters => [.. cell.Parameters, .. Start];

        public int Steps => steps;

        public Lstm InitialState(Tape<double> tape) => new(tape.Use(Start[0]), tape.Use(Start[1]));

        public int TargetCount(int from, int end) => end - from;

        public Variable<double> Run(Tape<double> tape, in Lstm state, Segment segment, out Lstm next)
        {
            int width = batch * cell.InputSize;
            Variable<double> inputs = tape.Constant(_inputs.AsSpan(segment.Start * width, segment.Steps * width), new Shape(segment.Steps, batch, cell.InputSize));
            Variable<double> outputs = cell.Unroll(inputs, in state, out next, _reset.AsSpan(segment.Start * batch, segment.Steps * batch));
            int first = segment.FirstLoss - segment.Start;
            return segment.FirstLoss == segment.End ? default : Sum(Square(Slice(outputs, 0, first, segment.Steps - first)));
        }
    }

    // A whole-sequence operation over numbers, and one loss for each step.
    private sealed class LongSequence(LstmCell<double> cell, int steps, int batch) : ISequence<double, Lstm>
    {
        private readonly double[] _inputs = Numbers.Draw(new Random(1), steps * batch * cell.InputSize);

        public int Steps => steps;

        public Lstm InitialState(Tape<double> tape) => cell.InitialState(tape, batch);

        public int TargetCount(int from, int end) => end - from;

        public Variable<double> Run(Tape<double> tape, in Lstm state, Segment segment, out Lstm next)
        {
            int width = batch * cell.InputSize;
            Variable<double> outputs = cell.Unroll(
                tape.Constant(_inputs.AsSpan(segment.Start * width, segment.Steps * width), new Shape(segment.Steps, batch, cell.InputSize)),
                in state,
                out next);
            int first = segment.FirstLoss - segment.Start;
            return segment.FirstLoss == segment.End ? default : Sum(Square(Slice(outputs, 0, first, segment.Steps - first)));
        }
    }
}

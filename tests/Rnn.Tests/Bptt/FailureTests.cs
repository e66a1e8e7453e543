using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using Failing = AutoDiff.Tests.Rnn.Support.FailingSequence<AutoDiff.Rnn.LstmState<double>>;
using Plans = AutoDiff.Rnn.Checkpointing;
using State = AutoDiff.Rnn.LstmState<double>;

namespace AutoDiff.Tests.Rnn.Bptt;

// Whatever a sequence throws, and wherever: no tape keeps what was on it, kept records' included, and the next run is as if nothing had been.
public sealed class FailureTests
{
    private const int Steps = 12;

    private static readonly (Truncation Policy, Plans Kept)[] Ways =
    [
        (Truncation.None, Plans.None),
        (Truncation.None, Plans.States(2, 2)),
        (Truncation.None, Plans.Records(3, 2)),
        (Truncation.None, Plans.Budget(1 << 20)),
        (Truncation.Chunks(5), Plans.None),
        (Truncation.Window(4), Plans.None),
        (Truncation.Window(4, 2), Plans.Records(2)),
        (Truncation.Random(3, 1), Plans.None),
        (Truncation.Rtrl, Plans.None),
        (Truncation.Uoro(1), Plans.None),
    ];

    [Theory]
    [InlineData(WeightUpdate.Defer)]
    [InlineData(WeightUpdate.Recompute)]
    public void Training_goes_on_as_if_nothing_had_been(WeightUpdate update)
    {
        foreach ((Truncation policy, Plans kept) in Ways)
        {
            CellSequence<State> sequence = Sequence();
            Sgd<double> still = new(sequence.Weights, 0);
            using TruncatedBackprop<double, State> trainer = new(policy, LossReduction.Sum, kept), fresh = new(policy, LossReduction.Sum, kept);
            double loss = fresh.Train(sequence, still, update);
            double[] gradients = Numbers.Gradients(sequence.Weights);
            Each(sequence, failing => trainer.Train(failing, still, update));
            trainer.Draws = 0;
            Assert.Equal(loss, trainer.Train(sequence, still, update));
            Assert.Equal(gradients, Numbers.Gradients(sequence.Weights));
        }
    }

    [Fact]
    public void A_meter_of_gradients_goes_on_as_if_nothing_had_been()
    {
        CellSequence<State> sequence = Sequence();
        using GradientFlow<double, State> flow = new(), fresh = new();
        Each(sequence, failing => flow.Measure(failing));
        Each(sequence, failing => flow.MeasureTransition(failing, 2, 5));
        Assert.Equal(fresh.Measure(sequence).ToText(), flow.Measure(sequence).ToText());
        Assert.Equal(fresh.MeasureTransition(sequence, 2, 5), flow.MeasureTransition(sequence, 2, 5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_that_fails_on_its_way_is_advanced_again(bool forgets)
    {
        double loss = Loss(Sequence(), out double[] gradients);
        for (int goodRuns = 0; goodRuns < Steps / 2; goodRuns++)
        {
            CellSequence<State> sequence = Sequence();
            Failing failing = new(sequence, goodRuns, forgets);
            using CheckpointedStream<double, State> stream = new(failing, slots: 2, blockLength: 2);
            Assert.ThrowsAny<Exception>(() => stream.AdvanceTo(Steps));
            failing.IsWell = true;
            Assert.Equal(loss, stream.Backward());
            Assert.Equal(gradients, Numbers.Gradients(sequence.Parameters));
            Assert.All(failing.Tapes, IsEmpty);
        }
    }

    [Fact]
    public void A_stream_that_fails_on_its_way_back_begins_anew()
    {
        double loss = Loss(Sequence(), out double[] gradients);
        CellSequence<State> sequence = Sequence();
        for (int goodRuns = Steps / 2; ; goodRuns++)
        {
            Failing failing = new(sequence, goodRuns);
            using CheckpointedStream<double, State> stream = new(failing, slots: 2, blockLength: 2);
            stream.AdvanceTo(Steps);
            sequence.Parameters.ClearGradients();
            if (Record.Exception(() => stream.Backward()) is null)
                break;
            Assert.All(failing.Tapes, IsEmpty);
            Assert.Equal((0, 0), (stream.Steps, stream.StatesKept));
            failing.IsWell = true;
            stream.AdvanceTo(Steps);
            sequence.Parameters.ClearGradients();
            Assert.Equal(loss, stream.Backward());
            Assert.Equal(gradients, Numbers.Gradients(sequence.Parameters));
        }
    }

    private static CellSequence<State> Sequence() => new(new LstmCell<double>(2, 3, new RandomStream(1)), Steps, 2, new Random(4));

    // At every run that there is.
    private static void Each(CellSequence<State> sequence, Action<Failing> run)
    {
        for (int goodRuns = 0; ; goodRuns++)
        {
            Failing failing = new(sequence, goodRuns);
            Exception? error = Record.Exception(() => run(failing));
            Assert.All(failing.Tapes, IsEmpty);
            if (error is null)
                return;
            Assert.IsType<NotSupportedException>(error);
        }
    }

    private static double Loss(CellSequence<State> sequence, out double[] gradients)
    {
        using CheckpointedStream<double, State> stream = new(sequence, slots: 2, blockLength: 2);
        stream.AdvanceTo(Steps);
        double loss = stream.Backward();
        gradients = Numbers.Gradients(sequence.Parameters);
        return loss;
    }

    private static void IsEmpty(Tape<double> tape) => Assert.Equal((0, 0), (tape.BytesInUse, tape.Counters.Nodes));
}

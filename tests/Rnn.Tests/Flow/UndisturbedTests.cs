using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Flow;

public sealed class UndisturbedTests
{
    [Fact]
    public void Training_with_and_without_reports_gives_the_same_bits()
    {
        (float[] Weights, ulong Position, double Loss) with = Train(reports: true), without = Train(reports: false);
        Assert.Equal(without.Weights, with.Weights);
        Assert.Equal((without.Position, without.Loss), (with.Position, with.Loss));
    }

    [Fact]
    public void A_report_leaves_gradients_and_carried_states_alone()
    {
        ElmanCell<double> cell = new(1, 2, new RandomStream(1));
        UnrolledSequence<double, HiddenState<double>> sequence = Flows.Summed(cell, 4);
        CarriedState<double, StackState<double, HiddenState<double>>> carried = Flows.From(0.3, -0.2);
        using TruncatedBackprop<double, StackState<double, HiddenState<double>>> trainer = new(Truncation.None, LossReduction.Sum);
        trainer.Accumulate(sequence, carried);
        double[] gradients = Numbers.Gradients(cell.Parameters), state = carried.Parts().Single().Values.ToArray();
        int[] versions = [.. cell.Parameters.Select(parameter => parameter.Version)];
        Flows.Of(sequence, carried: carried);
        Assert.Equal(gradients, Numbers.Gradients(cell.Parameters));
        Assert.Equal(state, carried.Parts().Single().Values.ToArray());
        Assert.Equal(versions, cell.Parameters.Select(parameter => parameter.Version));
        cell.ClearGradients();
        Flows.Of(sequence);
        Assert.All(cell.Parameters, parameter => Assert.False(parameter.HasGradient));
    }

    [Fact]
    public void A_row_that_begins_anew_is_cut_off_and_others_are_not()
    {
        foreach ((int row, int[] reaching) in ((int, int[])[])[(0, [0, 1, 2, 3, 4, 5]), (1, [3, 4, 5])])
        {
            FollowedLoss loss = Assert.Single(Flows.Of(new ResetSequence(row)).Losses);
            Assert.Equal(reaching, Enumerable.Range(0, 6).Where(step => loss.Norms[5 - step] > 0));
        }

        FlowVerdict verdict = Assert.Single(Flows.Of(new ResetSequence(1)).Verdicts);
        Assert.Equal((FlowCondition.Cut, 2), (verdict.Condition, verdict.Step));
    }

    private static (float[] Weights, ulong Position, double Loss) Train(bool reports)
    {
        RandomStream random = new(7);
        LanguageModel<float, LstmState<float>> model = new(
            new Embedding<float>(5, 3, random),
            new RecurrentStack<float, LstmState<float>>([new LstmCell<float>(3, 4, random), new LstmCell<float>(4, 4, random, name: "upper")], 0.3),
            new Linear<float>(4, 5, random),
            0.2);
        LanguageSequence<float, LstmState<float>> sequence = new(model, random);
        Adam<float> adam = new(model.Parameters, 0.05);
        using TruncatedBackprop<float, StackState<float, LstmState<float>>> trainer = new(Truncation.Window(4, 2), LossReduction.Mean);
        using GradientFlow<float, StackState<float, LstmState<float>>> flow = new(new FlowOptions { Losses = 3 });
        CarriedState<float, StackState<float, LstmState<float>>> carried = new();
        Random data = new(1);
        double loss = 0;
        for (int step = 0; step < 8; step++)
        {
            sequence.Chunk = new StreamChunk(Numbers.Classes(data, 12, 5), Numbers.Classes(data, 12, 5), 6, 2, 12);
            if (reports && step % 3 == 0)
                Assert.Equal(6, flow.Measure(sequence, carried).Steps);
            loss += trainer.Train(sequence, adam, WeightUpdate.Recompute, carried, maxNorm: 1);
            if (reports && step % 3 == 1)
                flow.MeasureTransition(sequence, 1, 4, carried);
        }

        List<float> weights = [];
        foreach (Parameter<float> parameter in model.Parameters)
            weights.AddRange(parameter.Values);
        return ([.. weights], random.Position, loss);
    }

    // Two rows, of which the second begins anew before step 3; the loss is that of one row at the last step.
    private sealed class ResetSequence(int row) : ISequence<double, HiddenState<double>>
    {
        private readonly GruCell<double> _cell = new(1, 3, new RandomStream(2));

        public int Steps => 6;

        public HiddenState<double> InitialState(Tape<double> tape) => _cell.InitialState(tape, 2);

        public int TargetCount(int from, int end) => end == Steps && from < end ? 1 : 0;

        public Variable<double> Run(Tape<double> tape, in HiddenState<double> state, Segment segment, out HiddenState<double> next)
        {
            bool[] reset = new bool[2 * segment.Steps];
            if (segment.Start <= 3 && 3 < segment.End)
                reset[(2 * (3 - segment.Start)) + 1] = true;
            Variable<double> outputs = _cell.Unroll(tape.Fill(0.5, new Shape(segment.Steps, 2, 1)), in state, out next, reset);
            return segment.FirstLoss < segment.End ? Ops.Sum(Ops.Select(Ops.Select(outputs, 0, segment.Steps - 1), 0, row)) : default;
        }
    }
}

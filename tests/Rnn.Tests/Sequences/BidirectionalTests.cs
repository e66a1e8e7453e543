using System;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.BidirectionalState<double, AutoDiff.Rnn.LstmState<double>>;

namespace AutoDiff.Tests.Rnn.Sequences;

// Both directions against their definition, row by row, and the refusals where only a part of a sequence is there.
public sealed class BidirectionalTests
{
    private readonly RandomStream _random = new(1);

    // As of the stacks: a run that is refused leaves the random numbers where they were.
    [Fact]
    public void What_is_refused_draws_nothing()
    {
        LstmCell<double> cell = new(2, 3, _random);
        Bidirectional<double, LstmState<double>> layer = new(cell, cell.WithZoneout(0.5).WithLearnedStart());
        RandomStream draws = new(4) { Position = 7 };
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Fill(1, new Shape(3, 2, 2));
        State state = new(layer.InitialState(tape, 2).Forward, layer.InitialState(tape, 3).Backward);
        Refusal.Of(() => layer.Unroll(inputs, in state, out _, draws), "another batch");
        Refusal.Of(() => layer.UnrollPacked(tape.Fill(1, new Shape(6, 2)), new PackedRows([3, 3]), in state, out _, draws), "another batch");
        Assert.Equal(7UL, draws.Position);
        layer.Unroll(inputs, layer.InitialState(tape, 2), out _, draws);
        Assert.NotEqual(7UL, draws.Position);
    }

    [Theory]
    [InlineData(DirectionMerge.Concatenate)]
    [InlineData(DirectionMerge.Sum)]
    public void The_backward_direction_begins_at_each_row_s_own_end(DirectionMerge merge) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            LstmCell<double> forward = new(2, 3, _random), backward = new(2, merge == DirectionMerge.Sum ? 3 : 4, _random);
            Bidirectional<double, LstmState<double>> layer = new(forward, backward, merge);
            Numbers.Redraw(random, layer.Parameters);
            RowsTrial<State> trial = new(PackedRunTests.DrawLengths(random), 2, layer.OutputSize, layer.Parameters, tape => layer.InitialState(tape, 1), random);
            PackedRows rows = new(trial.Lengths);
            RowsTrial<State>.Form alone = trial.Alone((inputs, state, row) =>
            {
                // Step by step, the steps of the backward cell taken from the last on.
                int steps = trial.Lengths[row];
                Variable<double>[] there = new Variable<double>[steps], back = new Variable<double>[steps];
                (LstmState<double> h, LstmState<double> g) = (state.Forward, state.Backward);
                for (int t = 0; t < steps; t++)
                {
                    (there[t], h) = forward.Step(Ops.Select(inputs, 0, t), h);
                    (back[steps - 1 - t], g) = backward.Step(Ops.Select(inputs, 0, steps - 1 - t), g);
                }

                Variable<double> first = Ops.Stack(0, there), second = Ops.Stack(0, back);
                return (merge == DirectionMerge.Sum ? first + second : Ops.Concatenate(-1, first, second), new State(h, g));
            });
            (string, double[])[] expected = trial.Run(alone);
            return trial.Differ("packed", expected, (Variable<double> inputs, State state, out State final) =>
                    rows.UnpackRows(layer.UnrollPacked(rows.PackRows(inputs), rows, in state, out final)))
                ?? trial.Differ("alone", expected, trial.Alone((inputs, state, _) => (layer.Unroll(inputs, in state, out State last), last)));
        },
        cases: 12);

    [Fact]
    public void A_stack_is_its_layers_and_residual_layers_add_what_is_below()
    {
        Bidirectional<double, LstmState<double>> lower = Layer(2, 2, "lower"), upper = Layer(4, 2, "upper");
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Constant(Numbers.Draw(new Random(1), 24), new Shape(4, 3, 2));
        Variable<double> below = lower.Unroll(inputs, lower.InitialState(tape, 3), out _), above = upper.Unroll(below, upper.InitialState(tape, 3), out _), sum = below + above;
        BidirectionalStack<double, LstmState<double>> plain = new([lower, upper]), residual = new([lower, upper], residual: true);
        Assert.Equal(above.ToArray(), plain.Unroll(inputs, plain.InitialState(tape, 3), out _).ToArray());
        Assert.Equal(sum.ToArray(), residual.Unroll(inputs, residual.InitialState(tape, 3), out _).ToArray());
        Assert.Null(Numbers.Differ("packed", sum.ToArray(), residual.Unroll(inputs, new PackedRows([4, 4, 4]), residual.InitialState(tape, 3), out _).ToArray()));
        Variable<double> turned = residual.Unroll(Ops.Permute(inputs, 1, 0, 2), SequenceLayout.BatchFirst, residual.InitialState(tape, 3), out _);
        Assert.Equal(sum.ToArray(), Ops.Permute(turned, 1, 0, 2).ToArray());
    }

    [Fact]
    public void One_cell_may_read_both_ways()
    {
        GruCell<double> cell = new(2, 2, _random);
        Bidirectional<double, HiddenState<double>> layer = new(cell, cell);
        Assert.Equal(cell.Parameters.Count, layer.Parameters.Count);
    }

    [Fact]
    public void Gradients_are_right_to_second_order()
    {
        BidirectionalStack<double, HiddenState<double>> stack = BidirectionalStacks.Gru<double>(2, 2, _random, layers: 2, merge: DirectionMerge.Sum);
        Random random = new(2);
        Numbers.Redraw(random, stack.Parameters);
        PackedRows rows = new([1, 3, 0]);
        Parameter<double> inputs = new("inputs", new Shape(4, 2), Numbers.Draw(random, 8));
        GradientCheck.Of(tape => stack.UnrollPacked(tape.Use(inputs), rows, stack.InitialState(tape, 3), out _), [.. stack.Parameters, inputs])
            .AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Directions(2).Assert();
    }

    [Fact]
    public void In_a_stateful_stream_it_is_refused_at_the_call()
    {
        Bidirectional<double, LstmState<double>> layer = Layer(2, 2, "layer");
        Whole sequence = new(layer);
        using TruncatedBackprop<double, State> whole = new(Truncation.None, LossReduction.Sum),
            cut = new(Truncation.Chunks(8), LossReduction.Sum),
            window = new(Truncation.Window(8), LossReduction.Sum);
        Assert.True(double.IsFinite(whole.Accumulate(sequence)));
        layer.Parameters.ClearGradients();
        CarriedState<double, State> carried = new();
        string[] words = ["TruncatedBackprop", "BidirectionalState", "cannot be carried on", "end of the whole sequence", "whole sequences", "Truncation.None", "one direction"];
        PackedRowsTests.Refused(() => whole.Accumulate(sequence, carried), words);
        PackedRowsTests.Refused(() => cut.Accumulate(sequence), words);
        PackedRowsTests.Refused(() => window.Accumulate(sequence), words);
        Assert.All(layer.Parameters, parameter => Assert.False(parameter.HasGradient));
        using Tape<double> tape = new();
        PackedRowsTests.Refused(() => carried.Save(layer.InitialState(tape, 2)), "CarriedState.Save", "BidirectionalState", "one direction");
        BidirectionalStack<double, LstmState<double>> stack = new([layer]);
        CarriedState<double, StackState<double, State>> stacked = new();
        PackedRowsTests.Refused(() => stacked.Save(stack.InitialState(tape, 2)), "CarriedState.Save", "StackState");
        Assert.False(PairState<double, HiddenState<double>, State>.CanCarry);
        Assert.True(carried.IsEmpty);
    }

    [Fact]
    public void A_part_of_the_steps_is_refused()
    {
        Bidirectional<double, LstmState<double>> layer = Layer(2, 2, "layer");
        BidirectionalStack<double, LstmState<double>> stack = new([layer]);
        PackedRows rows = new([2, 4]);
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Fill(0, new Shape(4, 2));
        string[] words = ["steps 0 to 1", "4 steps", "in the middle", "all steps", "Truncation.None", "one direction"];
        PackedRowsTests.Refused(() => layer.UnrollPacked(inputs, rows.Steps(0, 2), layer.InitialState(tape, 2), out _), ["Bidirectional:", .. words]);
        PackedRowsTests.Refused(() => stack.UnrollPacked(inputs, rows.Steps(0, 2), stack.InitialState(tape, 2), out _), ["BidirectionalStack:", .. words]);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        LstmCell<double> small = new(2, 3, _random), large = new(2, 4, _random), other = new(3, 3, _random);
        PackedRowsTests.Refused(() => new Bidirectional<double, LstmState<double>>(small, other), "Bidirectional", "forward 2", "backward 3");
        PackedRowsTests.Refused(
            () => new Bidirectional<double, LstmState<double>>(small, large, DirectionMerge.Sum),
            "cannot be added",
            "3 features",
            "4",
            "DirectionMerge.Concatenate");
        PackedRowsTests.Refused(() => new Bidirectional<double, LstmState<double>>(small, large, (DirectionMerge)7), "no merge 7", "Concatenate or Sum");
        PackedRowsTests.Refused(() => new BidirectionalStack<double, LstmState<double>>([]), "BidirectionalStack", "0 layers");
        PackedRowsTests.Refused(() => BidirectionalStacks.Lstm<double>(2, 3, _random, layers: 17), "17 layers", "16");
        PackedRowsTests.Refused(() => RecurrentStacks.Gru<double>(2, 3, _random, layers: 0), "0 layers");
        PackedRowsTests.Refused(() => new BidirectionalStack<double, LstmState<double>>([Layer(2, 2, "a"), Layer(3, 2, "b")]), "layer 0 gives 4", "layer 1 takes 3");
        PackedRowsTests.Refused(() => new BidirectionalStack<double, LstmState<double>>([Layer(2, 2, "a"), Layer(4, 3, "b")], residual: true), "no residual", "takes 4", "gives 6");
        using Tape<double> tape = new();
        BidirectionalStack<double, LstmState<double>> one = new([Layer(2, 2, "a")]), two = new([Layer(2, 2, "a"), Layer(4, 2, "b")]);
        PackedRowsTests.Refused(() => two.Unroll(tape.Fill(0, new Shape(3, 1, 2)), one.InitialState(tape, 1), out _), "the state has 1 layers", "the stack 2", "InitialState");
        PackedRowsTests.Refused(() => one.Unroll(tape.Fill(0, new Shape(3, 1, 3)), one.InitialState(tape, 1), out _), "[3, 1, 3]", "[time, batch, 2]", "BatchFirst");
        PackedRowsTests.Refused(() => one.Unroll(tape.Fill(0, new Shape(3, 1, 3)), SequenceLayout.BatchFirst, one.InitialState(tape, 1), out _), "[3, 1, 3]", "[batch, time, 2]");
        PackedRowsTests.Refused(() => one.UnrollPacked(tape.Fill(0, new Shape(3, 3)), new PackedRows([3]), one.InitialState(tape, 1), out _), "[3, 3]", "[3, 2]", "Pack");
        PackedRowsTests.Refused(() => one.UnrollPacked(tape.Fill(0, new Shape(3, 2)), new PackedRows([3]), one.InitialState(tape, 2), out _), "another batch", "1 rows");
        PackedRowsTests.Refused(() => BidirectionalState<double, LstmState<double>>.FromParts([default, default, default]), "BidirectionalState", "3 variables");
        PackedRowsTests.Refused(() => _ = one.InitialState(tape, 1)[4], "StackState", "no part 4");
        PackedRowsTests.Refused(() => _ = one.InitialState(tape, 1).Layer(0)[4], "BidirectionalState", "no part 4");
    }

    [Fact]
    public void Stacks_of_one_kind_name_their_cells()
    {
        string[] first = [.. BidirectionalStacks.Elman<double>(2, 3, _random, layers: 2, activation: Activation.Relu, name: "tagger").Parameters.Select(one => one.Name)];
        Assert.Equal(["tagger.0.forward.input_weights", "tagger.0.forward.recurrent_weights", "tagger.0.forward.bias", "tagger.0.backward.input_weights"], first[..4]);
        Assert.Equal(12, first.Distinct().Count());
        RecurrentStack<double, HiddenState<double>> stack = RecurrentStacks.Elman<double>(2, 3, _random, layers: 2, dropout: 0.1);
        Assert.Equal((2, 3), (stack.InputSize, stack.OutputSize));
        Assert.Equal("elman.1.bias", stack.Parameters[^1].Name);
        Assert.Equal("gru.0.input_weights", RecurrentStacks.Gru<float>(2, 3, _random).Parameters[0].Name);
        Assert.Equal("lstm.1.bias", RecurrentStacks.Lstm<float>(2, 3, _random, layers: 2).Parameters[^1].Name);
    }

    private Bidirectional<double, LstmState<double>> Layer(int inputs, int hidden, string name) =>
        new(new LstmCell<double>(inputs, hidden, _random, name: $"{name}.f"), new LstmCell<double>(inputs, hidden, _random, name: $"{name}.b"));

    // Eight steps, a loss at each.
    private sealed class Whole(Bidirectional<double, LstmState<double>> layer) : ISequence<double, State>
    {
        public int Steps => 8;

        public State InitialState(Tape<double> tape) => layer.InitialState(tape, 2);

        public int TargetCount(int from, int end) => end - from;

        public Variable<double> Run(Tape<double> tape, in State state, Segment segment, out State next) =>
            Ops.SumOfSquares(layer.Unroll(tape.Fill(0.5, new Shape(segment.Steps, 2, 2)), in state, out next));
    }
}

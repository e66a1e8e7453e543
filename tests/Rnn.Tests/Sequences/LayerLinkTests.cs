using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.StackState<double, AutoDiff.Rnn.HiddenState<double>>;

namespace AutoDiff.Tests.Rnn.Sequences;

// What stands between the layers of a stack: dropout, locked or not, of inputs and outputs, and the way past a layer.
public sealed class LayerLinkTests
{
    // A cell that gives its input back shows the masks.
    private readonly RecurrentStack<double, HiddenState<double>> _masks = new([new Identity(5), new Identity(5)], dropout: 0.5, locked: true);

    [Fact]
    public void A_locked_mask_is_one_for_each_row_and_the_same_at_every_step()
    {
        using Tape<double> tape = new();
        double[] all = Run(tape, 4, 6, 0, new RandomStream(3));
        Assert.All(all, value => Assert.True(value is 0 or 2));
        double[][] steps = [.. all.Chunk(30)];
        Assert.All(steps, step => Assert.Equal(steps[0], step));
        Assert.True(steps[0].Chunk(5).Select(row => string.Join(' ', row)).Distinct().Count() > 1);

        // A part of the sequence, run with the same key, has the same masks; another key has others.
        Assert.Equal(all[..60], Run(tape, 2, 6, 2, new RandomStream(3)));
        Assert.NotEqual(all, Run(tape, 4, 6, 0, new RandomStream(3) { Position = 1 }));
    }

    // Rows at their real steps see nothing of what is after: packed and padded runs agree there, masks and all.
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Packed_rows_have_the_masks_of_the_padded_run(bool locked, bool residual) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            RandomStream weights = new((ulong)seed);
            GruCell<double>[] cells = [new(3, 5, weights), new(5, 5, weights)];
            RecurrentStack<double, HiddenState<double>> stack = new(cells, dropout: 0.5, inputDropout: 0.3, locked: locked, residual: residual);
            RowsTrial<State> trial = new([.. PackedRunTests.DrawLengths(random), 4], 3, 5, stack.Parameters, tape => stack.InitialState(tape, 1), random);
            PackedRows rows = new(trial.Lengths);
            int firstStep = random.Next(4);
            using Tape<double> tape = new();
            Variable<double> padded = tape.Constant(Numbers.Draw(random, trial.Steps * trial.Batch * 3), new Shape(trial.Steps, trial.Batch, 3));
            Variable<double> dense = stack.Unroll(padded, stack.InitialState(tape, trial.Batch), out _, new RandomStream(9), firstStep);
            Variable<double> packed = stack.UnrollPacked(rows.Pack(padded), rows, stack.InitialState(tape, trial.Batch), out _, new RandomStream(9), firstStep);
            string? broken = Numbers.Differ("packed", rows.Pack(dense).ToArray(), packed.ToArray());

            // In two pieces, each with the key that the whole had.
            int cut = random.Next(1, trial.Steps);
            RandomStream stream = new(9);
            PackedSegment first = rows.Steps(0, cut), second = rows.Steps(cut, rows.StepCount);
            Variable<double> inputs = rows.Pack(padded);
            Variable<double> before = stack.UnrollPacked(Ops.Slice(inputs, 0, 0, first.Count), first, stack.InitialState(tape, trial.Batch), out State between, stream, firstStep);
            stream.Position = 0;
            Variable<double> after = stack.UnrollPacked(Ops.Slice(inputs, 0, second.First, second.Count), second, in between, out _, stream, firstStep);
            broken ??= Numbers.Differ("cut", packed.ToArray(), [.. before.ToArray(), .. after.ToArray()]);

            // Nothing is dropped in evaluation: each row alone.
            (string, double[])[] alone = trial.Run(trial.Alone((row, state, _) => (stack.Unroll(row, in state, out State last), last)));
            return broken
                ?? trial.Differ("evaluation", alone, (Variable<double> row, State state, out State final) =>
                    rows.UnpackRows(stack.UnrollPacked(rows.PackRows(row), rows, in state, out final)))
                ?? trial.Differ("padded", alone, trial.Padded(SequenceLayout.BatchFirst, 1, (Variable<double> row, State state, out State final) =>
                    stack.Unroll(row, rows, in state, out final, layout: SequenceLayout.BatchFirst)));
        },
        cases: 6);

    [Fact]
    public void Residual_layers_add_what_is_below()
    {
        RandomStream random = new(1);
        ElmanCell<double> lower = new(2, 3, random), upper = new(3, 3, random);
        RecurrentStack<double, HiddenState<double>> stack = new([lower, upper], residual: true);
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Constant(Numbers.Draw(new Random(1), 8), new Shape(2, 2, 2));
        Variable<double> below = lower.Unroll(inputs, lower.InitialState(tape, 2), out _), sum = below + upper.Unroll(below, upper.InitialState(tape, 2), out _);
        Assert.Equal(sum.ToArray(), stack.Unroll(inputs, stack.InitialState(tape, 2), out _).ToArray());
    }

    [Fact]
    public void Input_dropout_is_inverted_and_applies_while_training_only()
    {
        RecurrentStack<double, HiddenState<double>> stack = new([new Identity(50)], inputDropout: 0.2);
        using Tape<double> tape = new();
        Variable<double> ones = tape.Fill(1, new Shape(20, 10, 50));
        double[] dropped = stack.Unroll(ones, stack.InitialState(tape, 10), out _, new RandomStream(1)).ToArray();
        Assert.All(dropped, value => Assert.True(value is 0 or 1.25));

        // 10,000 numbers of deviation 0.5: six deviations of the mean.
        Assert.InRange(dropped.Average(), 0.97, 1.03);
        Assert.Equal(ones.ToArray(), stack.Unroll(ones, stack.InitialState(tape, 10), out _).ToArray());
    }

    [Fact]
    public void A_pair_of_cells_is_a_stack_of_them()
    {
        RandomStream random = new(1);
        LstmCell<double> lower = new(2, 3, random, name: "lower"), upper = new(3, 4, random, name: "upper");
        CellPair<double, LstmState<double>, LstmState<double>> pair = new(lower, upper);
        RecurrentStack<double, LstmState<double>> stack = new([lower, upper]);
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Constant(Numbers.Draw(new Random(1), 24), new Shape(4, 3, 2));
        double[] expected = stack.Unroll(inputs, stack.InitialState(tape, 3), out _).ToArray();
        Assert.Equal(expected, pair.Unroll(inputs, pair.InitialState(tape, 3), out PairState<double, LstmState<double>, LstmState<double>> final).ToArray());
        Assert.Null(Numbers.Differ(
            "step by step",
            expected,
            new StepwiseCell<PairState<double, LstmState<double>, LstmState<double>>>(pair).Unroll(inputs, pair.InitialState(tape, 3), out _).ToArray()));
        Assert.Equal((2, 4, 6), (pair.InputSize, pair.OutputSize, pair.Parameters.Count));
        Assert.Equal(final.Upper.Cell, final[3]);
        PackedRowsTests.Refused(() => new CellPair<double, LstmState<double>, LstmState<double>>(lower, lower), "CellPair", "gives 3", "takes 2");
        PackedRowsTests.Refused(
            () => new CellPair<double, State, HiddenState<double>>(new Varying(), new Identity(5)),
            "CellPair",
            "StackState",
            "0 parts by default",
            "fixed number");
        PackedRowsTests.Refused(() => _ = final[4], "PairState", "no part 4");
        PackedRowsTests.Refused(() => PairState<double, LstmState<double>, LstmState<double>>.FromParts([inputs]), "PairState", "1 variables", "2 for the lower");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        RandomStream random = new(1);
        ElmanCell<double> first = new(2, 3, random), second = new(3, 4, random);
        PackedRowsTests.Refused(
            () => new RecurrentStack<double, HiddenState<double>>([first, second], residual: true),
            "RecurrentStack",
            "no residual",
            "layer 1 takes 3",
            "gives 4");
        PackedRowsTests.Refused(() => new RecurrentStack<double, HiddenState<double>>([first], inputDropout: 1), "Dropout", "1");
        RecurrentStack<double, HiddenState<double>> stack = new([first], inputDropout: 0.5);
        using Tape<double> tape = new();
        Variable<double> projected = tape.Fill(0, new Shape(2, 1, 3));
        State state = stack.InitialState(tape, 1);
        PackedRowsTests.Refused(() => stack.UnrollProjected(projected, in state, out _, random), "products are done", "0.5", "Unroll");
        PackedRowsTests.Refused(() => stack.UnrollPackedProjected(Ops.Rows(projected), new PackedRows([2]), in state, out _, random), "products are done");
        stack.UnrollProjected(projected, in state, out _);
        PackedRowsTests.Refused(() => new LanguageModel<double, HiddenState<double>>(null, stack, new Linear<double>(3, 2, random)), "one-hot", "input dropout", "embedding");
        PackedRowsTests.Refused(() => stack.UnrollPacked(Ops.Rows(projected), new PackedRows([2]), in state, out _), "[2, 3]", "[2, 2]");
        PackedRowsTests.Refused(() => first.UnrollPackedProjected(projected, new PackedRows([2]), state.Layer(0), out _), "[2, 1, 3]", "[2, ...]");
        PackedRowsTests.Refused(
            () => first.UnrollPackedProjected(Ops.Rows(projected), new PackedRows([2]), state.Layer(0), out _, [true]),
            "reset flags",
            "1 were given",
            "need 2");
        PackedRowsTests.Refused(() => first.Unroll(tape.Fill(0, new Shape(2, 1, 2)), new PackedRows([2]), state.Layer(0), out _, [true]), "1 flags", "2 steps of 1 rows");
        PackedRowsTests.Refused(() => first.StepRows(tape.Fill(0, new Shape(3, 2)), state.Layer(0), [true]), "StepRows", "1 flags", "[3, 2]");
        PackedRowsTests.Refused(() => first.StepRows(tape.Fill(0, new Shape(3, 2)), first.InitialState(tape, 4), [true, false, true]), "StepRows", "another batch", "3 rows");
        PackedRowsTests.Refused(() => first.StepRows(tape.Fill(0, new Shape(3, 2)), first.InitialState(tape, 1), new bool[3]), "StepRows", "another batch", "[1, ");
        PackedRowsTests.Refused(() => first.Unroll(tape.Fill(0, new Shape(3, 2)), SequenceLayout.BatchFirst, state.Layer(0), out _), "[3, 2]", "[batch, time, 2]");
    }

    private double[] Run(Tape<double> tape, int steps, int batch, int firstStep, RandomStream random) =>
        _masks.Unroll(tape.Fill(1, new Shape(steps, batch, 5)), _masks.InitialState(tape, batch), out _, random, firstStep).ToArray();

    private sealed class Identity(int size) : ICell<double, HiddenState<double>>
    {
        public int InputSize => size;

        public int OutputSize => size;

        public IReadOnlyList<Parameter<double>> Parameters => [];

        public HiddenState<double> InitialState(Tape<double> tape, int batch) => new(tape.Fill(0, new Shape(batch, 1)));

        public Variable<double> Project(Variable<double> inputs) => inputs;

        public Variable<double> Advance(Variable<double> projected, in HiddenState<double> state, out HiddenState<double> next)
        {
            next = state;
            return projected;
        }
    }

    // A cell whose state has as many parts as it happens to have.
    private sealed class Varying : ICell<double, State>
    {
        public int InputSize => 5;

        public int OutputSize => 5;

        public IReadOnlyList<Parameter<double>> Parameters => [];

        public State InitialState(Tape<double> tape, int batch) => new(1);

        public Variable<double> Project(Variable<double> inputs) => inputs;

        public Variable<double> Advance(Variable<double> projected, in State state, out State next)
        {
            next = state;
            return projected;
        }
    }
}

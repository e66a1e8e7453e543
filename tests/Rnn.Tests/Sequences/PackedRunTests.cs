using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Sequences;

// A cell over rows of several lengths: packed, padded with NaN in either layout, step by step with a mask, and in any order of the rows, it is every row on its own.
public sealed class PackedRunTests
{
    public static TheoryData<string> Cells => ["elman", "lstm", "gru", "own", "pair", "stepwise"];

    internal static int[] DrawLengths(Random random) => [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(3) == 0 ? 0 : random.Next(1, 7))];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Rows_run_together_as_each_does_alone(string cell) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            int inputs = random.Next(1, 4), hidden = random.Next(1, 6);
            RandomStream weights = new((ulong)seed);
            return cell switch
            {
                "elman" => Compare(new ElmanCell<double>(inputs, hidden, weights), random),
                "lstm" => Compare(new LstmCell<double>(inputs, hidden, weights), random),
                "gru" => Compare(new GruCell<double>(inputs, hidden, weights), random),
                "own" => Compare(new LeakyCell(inputs, hidden, weights), random),
                "pair" => Compare(
                    new CellPair<double, HiddenState<double>, LstmState<double>>(
                        new GruCell<double>(inputs, 3, weights), new LstmCell<double>(3, hidden, weights)),
                    random),
                _ => Compare(new StepwiseCell<LstmState<double>>(new LstmCell<double>(inputs, hidden, weights)), random),
            };
        },
        cases: 12);

    [Fact]
    public void Rows_that_are_all_empty_give_no_output_and_keep_their_states()
    {
        LstmCell<double> cell = new(2, 3, new RandomStream(1));
        RowsTrial<LstmState<double>> trial = new([0, 0], 2, 3, cell.Parameters, tape => cell.InitialState(tape, 1), new Random(1));
        PackedRows rows = new(trial.Lengths);
        Assert.Null(trial.Differ("packed", trial.Run(trial.Alone((_, _, _) => throw new NotSupportedException())), Packed(cell, rows)));
        Assert.Equal((2, 0, 0), (rows.RowCount, rows.StepCount, rows.Count));
    }

    // The steps of a segment are a slice of the packed arrays; the states at the cut are carried on, and the whole comes out.
    [Theory]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_run_may_be_cut_at_any_step(CellKind kind) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            RandomStream weights = new((ulong)seed);
            return kind == CellKind.Lstm ? CompareCut(new LstmCell<double>(2, 3, weights), random) : CompareCut(new GruCell<double>(2, 3, weights), random);
        },
        cases: 10);

    [Fact]
    public void Gradients_of_packed_rows_are_right_to_second_order()
    {
        LstmCell<double> lower = new(2, 2, new RandomStream(1));
        GruCell<double> upper = new(2, 2, new RandomStream(2));
        CellPair<double, LstmState<double>, HiddenState<double>> cell = new(lower, upper);
        Random random = new(2);
        Numbers.Redraw(random, cell.Parameters);
        PackedRows rows = new([1, 3, 0, 2]);
        Parameter<double> inputs = new("inputs", new Shape(6, 2), Numbers.Draw(random, 12)), start = new("start", new Shape(4, 2), Numbers.Draw(random, 8));
        GradientCheck.Of(
            tape =>
            {
                Variable<double> before = tape.Use(start);
                Variable<double> outputs = cell.UnrollPacked(
                    tape.Use(inputs), rows, new(new(before, before), new(before)), out PairState<double, LstmState<double>, HiddenState<double>> final);
                return Ops.Concatenate(0, outputs, final.Lower.Cell, final.Upper.Hidden);
            },
            [.. cell.Parameters, inputs, start]).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Directions(2).Assert();
    }

    [Fact]
    public void A_gradient_penalty_through_packed_rows_is_differentiable()
    {
        LstmCell<double> cell = new(2, 2, new RandomStream(1));
        Numbers.Redraw(new Random(3), cell.Parameters);
        PackedRows rows = new([3, 1]);
        Parameter<double> inputs = new("inputs", new Shape(4, 2), Numbers.Draw(new Random(4), 8));
        Parameter<double>[] all = [.. cell.Parameters, inputs];
        GradientCheck.Of(
            tape =>
            {
                Variable<double> outputs = cell.UnrollPacked(tape.Use(inputs), rows, cell.InitialState(tape, 2), out _);
                Variable<double>[] gradients = tape.Gradient(Ops.SumOfSquares(outputs), [.. all.Select(tape.Use)], record: true);
                return gradients.Select(one => Ops.SumOfSquares(one)).Aggregate((a, b) => a + b);
            },
            all).AgainstFiniteDifferences().AgainstForwardMode().Directions(2).Assert();
    }

    private static string? Compare<TState>(ICell<double, TState> cell, Random random)
        where TState : struct, IState<TState, double>
    {
        Numbers.Redraw(random, cell.Parameters);
        RowsTrial<TState> trial = new(
            DrawLengths(random), cell.InputSize, cell.OutputSize, cell.Parameters, tape => cell.InitialState(tape, 1), random, resets: random.Next(2) == 0);
        PackedRows rows = new(trial.Lengths);
        int more = random.Next(3);
        (string, double[])[] alone = trial.Run(trial.Alone((inputs, state, row) => (cell.Unroll(inputs, in state, out TState last, trial.Resets[row]), last)));
        string? broken = trial.Differ("packed", alone, Packed(cell, rows, trial.Resets))
            ?? trial.Differ("shuffled", alone, Shuffled(cell, trial, random)) ?? trial.Differ("masked", alone, Masked(cell, trial));
        foreach (SequenceLayout layout in Enum.GetValues<SequenceLayout>())
        {
            broken ??= trial.Differ($"padded {layout}", alone, trial.Padded(layout, more, (Variable<double> padded, TState state, out TState final) =>
                cell.Unroll(padded, rows, in state, out final, trial.PaddedResets(layout, more), layout)));
        }

        return broken;
    }

    private static string? CompareCut<TState>(ICell<double, TState> cell, Random random)
        where TState : struct, IState<TState, double>
    {
        RowsTrial<TState> trial = new([.. DrawLengths(random), 5], cell.InputSize, cell.OutputSize, cell.Parameters, tape => cell.InitialState(tape, 1), random);
        PackedRows rows = new(trial.Lengths);
        int cut = random.Next(rows.StepCount + 1);
        return trial.Differ($"cut at {cut}", trial.Run(Packed(cell, rows)), (Variable<double> inputs, TState state, out TState final) =>
        {
            Variable<double> packed = rows.PackRows(inputs);
            PackedSegment first = rows.Steps(0, cut), second = rows.Steps(cut, rows.StepCount);
            Variable<double> before = cell.UnrollPacked(Ops.Slice(packed, 0, first.First, first.Count), first, in state, out TState between);
            Variable<double> after = cell.UnrollPackedProjected(cell.Project(Ops.Slice(packed, 0, second.First, second.Count)), second, in between, out final);
            return rows.UnpackRows(Ops.Concatenate(0, before, after));
        });
    }

    private static RowsTrial<TState>.Form Packed<TState>(ICell<double, TState> cell, PackedRows rows, bool[][]? resets = null)
        where TState : struct, IState<TState, double> => (Variable<double> inputs, TState state, out TState final) =>
    {
        bool[] flags = new bool[rows.Count];
        for (int row = 0; row < rows.RowCount && resets is not null; row++)
            rows.PackRow(row, resets[row], flags);
        return rows.UnpackRows(cell.UnrollPacked(rows.PackRows(inputs), rows, in state, out final, flags));
    };

    // The rows in another order: everything comes out in that order.
    private static RowsTrial<TState>.Form Shuffled<TState>(ICell<double, TState> cell, RowsTrial<TState> trial, Random random)
        where TState : struct, IState<TState, double> => (Variable<double> inputs, TState state, out TState final) =>
    {
        int[] order = [.. Enumerable.Range(0, trial.Batch)], back = new int[trial.Batch];
        random.Shuffle(order);
        for (int i = 0; i < order.Length; i++)
            back[order[i]] = i;
        int[] to = [.. from row in order from t in Enumerable.Range(0, trial.Lengths[row]) select trial.Lengths[..row].Sum() + t], from = new int[to.Length];
        for (int i = 0; i < to.Length; i++)
            from[to[i]] = i;
        PackedRows rows = new([.. order.Select(row => trial.Lengths[row])]);
        Variable<double> outputs = Packed(cell, rows, [.. order.Select(row => trial.Resets[row])])(
            Ops.Gather(inputs, to), States.SelectRows<double, TState>(state, order), out TState last);
        final = States.SelectRows<double, TState>(last, back);
        return Ops.Gather(outputs, from);
    };

    // Step by step, with the rows that are at their ends skipping, and on the way some steps in which every row skips.
    private static RowsTrial<TState>.Form Masked<TState>(ICell<double, TState> cell, RowsTrial<TState> trial)
        where TState : struct, IState<TState, double> => (Variable<double> inputs, TState state, out TState final) =>
    {
        Variable<double> nan = inputs.Tape.Fill(double.NaN, new Shape(1, trial.InputSize));
        Variable<double> all = Ops.Concatenate(0, inputs, nan);
        List<Variable<double>> outputs = [inputs.Tape.Fill(0, new Shape(1, trial.OutputSize))];
        TState current = state;
        for (int t = 0; t < trial.Steps; t++)
        {
            bool[] active = [.. trial.Lengths.Select(length => t < length)], reset = [.. trial.Resets.Select(row => t < row.Length && row[t])];
            Variable<double> input = Ops.Gather(all, [.. trial.Lengths.Select((length, row) => t < length ? trial.Lengths[..row].Sum() + t : trial.Lengths.Sum())]);
            (Variable<double> none, current) = cell.StepRows(input, in current, new bool[trial.Batch]);
            Assert.All(none.ToArray(), value => Assert.Equal(0, value));
            current = States.ResetRows<double, TState>(current, reset);
            (Variable<double> output, current) = cell.StepRows(input, in current, active);
            outputs.Add(output);
        }

        final = current;
        return Ops.Gather(
            Ops.Concatenate(0, [.. outputs]),
            [.. from row in Enumerable.Range(0, trial.Batch) from t in Enumerable.Range(0, trial.Lengths[row]) select 1 + (t * trial.Batch) + row]);
    };
}

using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Sequences;

// Where the steps of rows of several lengths lie.
public sealed class PackedRowsTests
{
    [Fact]
    public void Places_are_step_by_step_and_longest_row_first() => Check.Seeds(
        seed =>
        {
            int[] lengths = PackedRunTests.DrawLengths(new Random(seed));
            PackedRows rows = new([7, 7]);
            rows.Set(lengths);
            int[] order = [.. Enumerable.Range(0, lengths.Length).OrderByDescending(row => lengths[row])];
            (int Row, int Step)[] expected = [.. from t in Enumerable.Range(0, lengths.Max()) from row in order where t < lengths[row] select (row, t)];
            if (rows.Count != expected.Length || rows.StepCount != lengths.Max() || !rows.Lengths.SequenceEqual(lengths))
                return $"{rows.Count} places of {rows.StepCount} steps";
            if (Enumerable.Range(0, rows.StepCount).Any(t => rows.ActiveRows(t) != lengths.Count(length => length > t)))
                return "wrong active rows";
            return expected.Index().Where(pair => rows.Place(pair.Item.Row, pair.Item.Step) != pair.Index).Select(pair => $"place {pair.Index}").FirstOrDefault();
        },
        cases: 30);

    // No array has a place for every step and one behind the last.
    [Fact]
    public void Rows_that_no_array_holds_are_refused_and_all_is_as_it_was()
    {
        PackedRows rows = new([3, 5]);
        Refusal.Of(() => rows.Set([int.MaxValue]), "PackedRows", "2147483647 steps");
        Refusal.Of(() => rows.Set([Array.MaxLength - 1, 1]), $"{Array.MaxLength} steps", $"at most {Array.MaxLength - 1}");
        Assert.Equal((2, 5, 8), (rows.RowCount, rows.StepCount, rows.Count));
    }

    [Theory]
    [InlineData(SequenceLayout.TimeFirst)]
    [InlineData(SequenceLayout.BatchFirst)]
    public void Arrays_and_values_move_alike_and_back(SequenceLayout layout) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            int[] lengths = PackedRunTests.DrawLengths(random);
            int steps = lengths.Max() + random.Next(2), batch = lengths.Length;
            bool[] mask = [.. Enumerable.Range(0, steps * batch).Select(i => layout == SequenceLayout.TimeFirst ? i / batch < lengths[i % batch] : i % steps < lengths[i / steps])];
            PackedRows rows = new(mask, batch, layout);
            double[] padded = Numbers.Draw(random, steps * batch), packed = new double[rows.Count], zeroed = [.. padded.Zip(mask, (value, real) => real ? value : 0)];
            rows.Pack<double>(padded, packed, layout);
            using Tape<double> tape = new();
            Variable<double> array = tape.Constant(padded, layout == SequenceLayout.TimeFirst ? new Shape(steps, batch) : new Shape(batch, steps)),
                packedArray = rows.Pack(array, layout);
            double[] byRow = [.. Enumerable.Range(0, batch).SelectMany(row =>
            {
                double[] values = new double[lengths[row]];
                rows.UnpackRow<double>(row, packed, values);
                return values;
            })];
            double[] again = new double[rows.Count];
            for (int row = 0, first = 0; row < batch; first += lengths[row++])
                rows.PackRow<double>(row, byRow.AsSpan(first, lengths[row]), again);
            return (lengths.SequenceEqual(rows.Lengths.ToArray()) ? null : "the mask's lengths are others")
                ?? Numbers.Differ("packed", packed, packedArray.ToArray(), 0)
                ?? Numbers.Differ("unpacked", zeroed, rows.Unpack(packedArray, layout, steps).ToArray(), 0)
                ?? Numbers.Differ("row by row", byRow, rows.UnpackRows(packedArray).ToArray(), 0)
                ?? Numbers.Differ("packed from rows", packed, rows.PackRows(tape.Constant(byRow, new Shape(byRow.Length))).ToArray(), 0)
                ?? Numbers.Differ("packed row by row", packed, again, 0)
                ?? Numbers.Differ("reversed", Reversed(rows, packed), rows.Reverse(packedArray).ToArray(), 0)
                ?? Numbers.Differ("reversed twice", packed, rows.Reverse(rows.Reverse(packedArray)).ToArray(), 0);
        },
        cases: 30);

    [Fact]
    public void Steps_are_a_slice()
    {
        PackedRows rows = new([2, 5, 0, 3]);
        PackedSegment all = rows, some = rows.Steps(1, 4), none = rows.Steps(5, 5);
        Assert.Equal((0, 10, true), (all.First, all.Count, all.IsWhole));
        Assert.Equal((3, 6, false), (some.First, some.Count, some.IsWhole));
        Assert.Equal((10, 0), (none.First, none.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Steps(0, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Steps(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Steps(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.ActiveRows(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Place(4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Place(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.PackRow<int>(4, [], []));
        Assert.Contains("there are no rows", Assert.Throws<InvalidOperationException>(() => default(PackedSegment).Count).Message, StringComparison.Ordinal);
    }

    // Where nothing is padding, nothing is copied.
    [Fact]
    public void Rows_of_one_length_are_packed_already()
    {
        using Tape<double> tape = new();
        PackedRows rows = new([2, 2, 2]);
        Variable<double> padded = tape.Variable(Numbers.Draw(new Random(1), 12), new Shape(2, 3, 2));
        long bytes = tape.Counters.Nodes;
        rows.Unpack(rows.Pack(padded));
        Assert.InRange(tape.Counters.Nodes - bytes, 0, 2);
        Assert.Equal(padded.ToArray(), rows.Pack(padded).ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        PackedRows rows = new([2, 3]);
        Refused(() => new PackedRows([]), "PackedRows", "no row", "0 included");
        Refused(() => rows.Set([4, -1]), "row 1", "-1 steps", "an empty row has 0");
        Refused(() => rows.Set([int.MaxValue, 1]), "2147483648 steps", "fewer rows");
        Refused(() => rows.Set([true, true, true], 2), "does not fill", "3 flags", "2 rows");
        Refused(() => rows.Set([], 0), "no row");
        Refused(
            () => rows.Set([true, true, false, true, true, true], 2),
            "not left-aligned",
            "row 0 is real at step 2",
            "padding at step 1",
            "Move the padding",
            "StepRows",
            "other layout");
        Refused(() => rows.Set([true, true, false, true], 2, SequenceLayout.BatchFirst), "not left-aligned", "row 1 is real at step 1");
        Assert.Equal([2, 3], rows.Lengths.ToArray());
        using Tape<double> tape = new();
        Variable<double> Zeros(params int[] lengths) => tape.Fill(0, new Shape(lengths));
        Refused(() => rows.Pack(Zeros(2, 3, 1)), "PackedRows.Pack", "[2, 3, 1]", "[time, batch, ...]", "a batch of 2", "a time of 3", "SequenceLayout.BatchFirst?");
        Refused(() => rows.Pack(Zeros(3, 2, 1), SequenceLayout.BatchFirst), "[3, 2, 1]", "[batch, time, ...]", "SequenceLayout.TimeFirst?");
        Refused(() => rows.Pack(Zeros(2, 2, 1)), "[2, 2, 1]", "a time of 3");
        Refused(() => rows.Pack(Zeros(6)), "[6]");
        Refused(() => rows.Unpack(Zeros(4, 1)), "PackedRows.Unpack", "[4, 1]", "[5, ...]", "Pack");
        Refused(() => rows.Unpack(Zeros(5, 1), steps: 2), "PackedRows.Unpack", "2 were given", "need 3");
        Refused(() => rows.PackRows(Zeros(4, 1)), "PackedRows.PackRows", "[4, 1]");
        Refused(() => rows.UnpackRows(Zeros(4, 1)), "PackedRows.UnpackRows", "[4, 1]");
        Refused(() => rows.Reverse(tape.Fill(0, Shape.Scalar)), "PackedRows.Reverse", "[]");
        Refused(() => rows.Pack<int>(new int[7], new int[5]), "PackedRows.Pack", "7 were given", "need 6");
        Refused(() => rows.Pack<int>(new int[6], new int[6]), "the packed values", "6 were given", "need 5");
        Refused(() => rows.PackRow<int>(0, [1], new int[5]), "row 0", "1 were given", "need 2");
        Refused(() => rows.UnpackRow<int>(0, new int[5], new int[3]), "row 0", "3 were given", "need 2");
    }

    [Fact]
    public void Layouts_that_there_are_not_are_refused()
    {
        const SequenceLayout None = (SequenceLayout)7;
        string[] words = ["there is no sequence layout 7", "TimeFirst, BatchFirst"];
        PackedRows rows = new([2, 2]);
        ElmanCell<double> cell = new(2, 2, new RandomStream(1));
        using Tape<double> tape = new();
        Variable<double> x = tape.Fill(0, new Shape(2, 2, 2)), packed = tape.Fill(0, new Shape(4, 2));
        HiddenState<double> state = cell.InitialState(tape, 2);
        RecurrentStack<double, HiddenState<double>> stack = new([cell]);
        StackState<double, HiddenState<double>> states = stack.InitialState(tape, 2);
        long before = tape.Counters.Nodes;
        Refused(() => new PackedRows([true, true], 2, None), words);
        Refused(() => rows.Set([true, true], 2, None), words);
        Refused(() => rows.Pack(x, None), words);
        Refused(() => rows.Unpack(packed, None), words);
        Refused(() => rows.Pack<int>(new int[4], new int[4], None), words);
        Refused(() => cell.Unroll(x, None, in state, out _), words);
        Refused(() => cell.Unroll(x, rows, in state, out _, layout: None), words);
        Refused(() => stack.Unroll(x, None, in states, out _), words);
        Refused(() => stack.Unroll(x, rows, in states, out _, layout: None), words);
        Assert.Equal(before, tape.Counters.Nodes);
        Assert.Equal(2, rows.StepCount);
    }

    internal static void Refused(Func<object> make, params string[] words) => Refused(() => { make(); }, words);

    internal static void Refused(Action action, params string[] words)
    {
        string message = Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    private static double[] Reversed(PackedRows rows, double[] packed)
    {
        double[] result = new double[packed.Length];
        for (int row = 0; row < rows.RowCount; row++)
        {
            double[] values = new double[rows.Lengths[row]];
            rows.UnpackRow<double>(row, packed, values);
            Array.Reverse(values);
            rows.PackRow<double>(row, values, result);
        }

        return result;
    }
}

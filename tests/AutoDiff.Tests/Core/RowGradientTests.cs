using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// What lookups add to a parameter stays in rows; everything else that meets it finds, or makes, the full gradient.
public class RowGradientTests
{
    private const int Rows = 6, Width = 3;

    private static Shape TableShape { get; } = new(Rows, Width);

    // Uses of a table, each of which makes a scalar. The first three leave rows alone.
    private static Dictionary<string, Func<Variable<double>, Variable<double>>> Uses { get; } = new()
    {
        ["rows"] = table => Sum(Sin(Gather(table, [4, 1, 4]))),
        ["other rows"] = table => Sum(Square(Gather(table, [5, 4]))),
        ["no rows"] = table => Sum(Gather(table, [])),
        ["product"] = table => Sum(MatMul(table, table.Tape.Fill(0.5, new Shape(Width, 2)))),
        ["pointwise"] = table => Sum(table * table),
        ["view"] = table => Sum(Square(Slice(table, 0, 1, 2))),
        ["stretched"] = table => Sum(table * table.Tape.Fill(2.0, new Shape(2, Rows, Width))),
        ["columns"] = table => Sum(Exp(Gather(table, 1, [2, 0]))),
        ["rows of a view"] = table => Sum(Square(Gather(Reshape(table, new Shape(3, 6)), [1]))),
    };

    public static TheoryData<string, string> Pairs
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string first in Uses.Keys)
            {
                foreach (string second in Uses.Keys)
                    all.Add(first, second);
            }

            return all;
        }
    }

    [Fact]
    public void Lookups_leave_their_rows_each_once()
    {
        Parameter<double> table = Table();
        using Tape<double> tape = new();
        tape.Backward([Gather(tape.Use(table), [4, 1, 4])], [tape.Constant([1, 2, 3, 4, 5, 6, 7, 8, 9], new Shape(3, Width))]);
        Assert.True(table.HasRowGradient);
        Assert.Equal([4, 1], table.GradientRows);
        Assert.Equal([8, 10, 12, 4, 5, 6], table.StoredGradient);
        Assert.Equal([0, 0, 0, 4, 5, 6, 0, 0, 0, 0, 0, 0, 8, 10, 12, 0, 0, 0], table.Gradient);
        Assert.True(table.HasRowGradient);
        table.ClearGradient();
        Assert.False(table.HasRowGradient);
        Assert.True(table.Gradient.IsEmpty && table.StoredGradient.IsEmpty && table.GradientRows.IsEmpty);
    }

    // Two uses in one graph, then in two sweeps that add up, in either order; judged by the sweep that knows no parameters.
    [Theory]
    [MemberData(nameof(Pairs))]
    public void Uses_add_up(string first, string second)
    {
        Parameter<double> table = Table();
        using Tape<double> tape = new();
        Variable<double> plain = tape.Variable(table.Values, TableShape);
        double[] expected = tape.Gradient(Uses[first](plain) + Uses[second](plain), plain).ToArray();
        tape.Backward(Uses[first](tape.Use(table)) + Uses[second](tape.Use(table)));
        bool inRows = InRows(first) && InRows(second);
        Assert.Equal(inRows, table.HasRowGradient);
        Near(expected, table.Gradient);
        if (!inRows)
            Assert.Equal(table.Gradient, table.StoredGradient);

        table.ClearGradient();
        tape.Backward(Uses[first](tape.Use(table)));
        tape.Backward(Uses[second](tape.Use(table)));
        Assert.Equal(inRows, table.HasRowGradient);
        Near(expected, table.Gradient);

        static bool InRows(string use) => use.EndsWith("rows", StringComparison.Ordinal);
    }

    [Fact]
    public void The_bits_are_those_of_a_full_gradient()
    {
        Parameter<float> rows = new("rows", new Shape(5, 7)), full = new("full", new Shape(5, 7));
        Random random = new(3);
        for (int sweep = 0; sweep < 3; sweep++)
        {
            using Tape<float> tape = new();
            float[] drawn = [.. Enumerable.Range(0, 28).Select(i => i % 5 == 0 ? -0f : random.NextSingle() - 0.5f)];
            int[] indices = [3, random.Next(5), 3, 0];
            Variable<float> w = tape.Constant(drawn, new Shape(4, 7));
            tape.Backward([Gather(tape.Use(rows), indices)], [w]);
            tape.Backward([Gather(tape.Use(full), indices)], [w]);
            full.WriteGradient();
        }

        Assert.True(rows.HasRowGradient);
        Assert.False(full.HasRowGradient);
        Assert.Equal(full.Gradient.ToArray().Select(BitConverter.SingleToInt32Bits), rows.Gradient.ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Writing_the_stored_numbers_shows_in_the_full_ones()
    {
        Parameter<double> table = Table();
        using Tape<double> tape = new();
        tape.Backward(Sum(Gather(tape.Use(table), [2])));
        Assert.Equal(1, table.Gradient[2 * Width]);
        table.WriteStoredGradient()[0] = 7;
        Assert.Equal(7, table.Gradient[2 * Width]);
        table.WriteGradient()[0] = 5;
        Assert.False(table.HasRowGradient);
        Assert.Equal([5, 7], [table.StoredGradient[0], table.StoredGradient[2 * Width]]);
    }

    [Fact]
    public void A_failed_sweep_forgets_the_rows()
    {
        Parameter<double> table = Table();
        using Tape<double> tape = new();
        tape.Backward(Sum(Gather(tape.Use(table), [2])));
        Variable<double> failing = tape.Apply(new Rule(_ => throw new InvalidOperationException("no rule")), Sum(Gather(tape.Use(table), [1])));
        Assert.Throws<InvalidOperationException>(() => tape.Backward(failing + Sum(Gather(tape.Use(table), [3]))));
        Assert.False(table.HasGradient || table.HasRowGradient);
        tape.Backward(Sum(Gather(tape.Use(table), [3])));
        Assert.Equal([3], table.GradientRows);
    }

    // The table's own size, 64 MB here, never appears: not in the sweep, not in the gradient.
    [Fact]
    public void A_large_table_costs_what_is_looked_up()
    {
        Parameter<float> table = new("table", new Shape(1_000_000, 16));
        using Tape<float> tape = new();
        int[] indices = [999_999, 3, 500_000, 3, 7, 8, 9, 123_456];
        long first = 0, least = long.MaxValue;
        for (int step = 0; step < 20; step++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            tape.Reset();
            table.ClearGradient();
            tape.Backward(Sum(Square(Gather(tape.Use(table), indices))));
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            first = step == 0 ? bytes : first;
            least = Math.Min(least, bytes);
        }

        Assert.Equal(7, table.GradientRows.Length);
        Assert.InRange(first, 0, 8_000_000);
        Assert.Equal(0, least);
    }

    private static Parameter<double> Table() => new("table", TableShape, [.. Enumerable.Range(0, Rows * Width).Select(i => Math.Sin(i))]);

    private static void Near(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-12);
    }
}

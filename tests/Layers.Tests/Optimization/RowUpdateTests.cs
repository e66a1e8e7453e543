using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Layers;

// Steps with gradients in rows, beside the same steps with full ones.
public sealed class RowUpdateTests
{
    private const int Rows = 9, Width = 5, Steps = 6;

    public static TheoryData<string> Kinds => [.. Makers.Keys];

    private static Dictionary<string, Func<IReadOnlyList<Parameter<float>>, bool, Optimizer<float>>> Makers { get; } = new()
    {
        ["sgd"] = (list, lazy) => new Sgd<float>(list, 0.1, lazyRows: lazy),
        ["sgd, decay"] = (list, lazy) => new Sgd<float>(list, 0.1, weightDecay: 0.01, lazyRows: lazy),
        ["sgd, momentum"] = (list, lazy) => new Sgd<float>(list, 0.1, 0.9, nesterov: true, 0.01, lazy),
        ["rmsprop"] = (list, lazy) => new RmsProp<float>(list, lazyRows: lazy),
        ["rmsprop, centred, momentum"] = (list, lazy) => new RmsProp<float>(list, momentum: 0.9, centered: true, weightDecay: 0.01, lazyRows: lazy),
        ["adam"] = (list, lazy) => new Adam<float>(list, weightDecay: 0.01, lazyRows: lazy),
        ["adamw"] = (list, lazy) => new Adam<float>(list, weightDecay: 0.01, decoupledWeightDecay: true, lazyRows: lazy),
    };

    // Without lazy rows, how the gradient is kept makes no difference, not in a bit.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_and_full_gradients_take_the_same_steps(string kind)
    {
        Parameter<float> rows = Table(), full = Table();
        Optimizer<float> byRows = Makers[kind]([rows], false), byFull = Makers[kind]([full], false);
        for (int step = 0; step < Steps; step++)
        {
            Sweep(rows, step);
            Sweep(full, step);
            full.WriteGradient();
            GradientClipping.ByValue([rows], 0.4);
            GradientClipping.ByValue([full], 0.4);
            Assert.True(rows.HasRowGradient && !full.HasRowGradient);
            byRows.Step();
            byFull.Step();
        }

        Assert.Equal(Bits(full), Bits(rows));
    }

    // Lazily, a row steps as a parameter of its own would that has a gradient only when it is looked up, but for the count of updates.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Lazy_rows_step_as_parameters_of_their_own(string kind)
    {
        Parameter<float> table = Table();
        Parameter<float>[] apart = [.. Enumerable.Range(0, Rows).Select(row => Gradients.Parameter($"row {row}", table.Values.Slice(row * Width, Width).ToArray()))];
        Optimizer<float> together = Makers[kind]([table], true), single = Makers[kind](apart, true);
        bool counts = kind.StartsWith("adam", StringComparison.Ordinal);
        for (int step = 0; step < Steps; step++)
        {
            // Adam's correction counts the table's updates, so only rows that come in every step can be compared with it.
            int[] words = counts ? [8, 2, 8, 0] : Words(step);
            Sweep(table, words);
            foreach (Parameter<float> row in apart)
                row.ClearGradient();
            for (int i = 0; i < table.GradientRows.Length; i++)
                Gradients.Set(apart[table.GradientRows[i]], table.StoredGradient.Slice(i * Width, Width));
            together.Step();
            single.Step();
        }

        Assert.Equal(apart.SelectMany(Bits), Bits(table));
    }

    [Fact]
    public void Lazy_adam_counts_the_tables_updates()
    {
        // Row 1 is looked up in the second step only: with gradient g its means are (1 - beta) g, the corrections those of t = 2.
        Parameter<double> table = new("table", new Shape(2, 1), [1, 1]);
        Adam<double> adam = new([table], 0.1, 0.9, 0.99, 1e-8, lazyRows: true);
        foreach (int word in (ReadOnlySpan<int>)[0, 1])
        {
            using Tape<double> tape = new();
            table.ClearGradient();
            tape.Backward(Sum(Gather(tape.Use(table), [word])));
            adam.Step();
        }

        double mean = 0.1 / (1 - (0.9 * 0.9)), square = 0.01 / (1 - (0.99 * 0.99));
        Assert.Equal(1 - (0.1 * mean / (Math.Sqrt(square) + 1e-8)), table.Values[1], 1e-14);
        Assert.Equal(0.9, table.Values[0], 1e-8);
    }

    // A table of 4 rows after four steps by PyTorch 1.13's SparseAdam(lr=0.05, betas=(0.8, 0.95), eps=0) in float64: value i begins at
    // (i + 1) / 7, the loss is the sum of the sines of the rows looked up. Epsilon is 0 since SparseAdam adds it before the correction.
    [Fact]
    public void Lazy_adam_is_sparse_adam()
    {
        Parameter<double> table = new("table", new Shape(4, 3), [.. Enumerable.Range(1, 12).Select(i => i / 7.0)]);
        Adam<double> adam = new([table], 0.05, 0.8, 0.95, 0, lazyRows: true);
        foreach (int[] words in (ReadOnlySpan<int[]>)[[1, 3, 1], [0, 1], [3, 3, 3], [2, 1]])
        {
            using Tape<double> tape = new();
            table.ClearGradient();
            tape.Backward(Sum(Sin(Gather(tape.Use(table), words))));
            adam.Step();
        }

        double[] expected =
        [
            0.10406758718000692, 0.24692473003714976, 0.3897818728942926, 0.4320848585073525, 0.574695474274951, 0.7172444161113322,
            0.9673762943806018, 1.1102334372377445, 1.2530905800948875, 1.3382689037882918, 1.6561528941104748, 1.8045985357452123,
        ];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], table.Values[i], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Lazy_steps_leave_other_rows_alone_and_allocate_nothing(string kind)
    {
        Parameter<float> table = Table();
        float[] before = table.Values.ToArray();
        Optimizer<float> optimizer = Makers[kind]([table], true);
        Sweep(table, [3, 7]);
        optimizer.Step();
        optimizer.Step();
        for (int row = 0; row < Rows; row++)
            Assert.Equal(row is 3 or 7, !table.Values.Slice(row * Width, Width).SequenceEqual(before.AsSpan(row * Width, Width)));
        Assert.Equal(0, Allocated.Least(() =>
        {
            GradientClipping.ByGlobalNorm(optimizer.Parameters, 0.1);
            GradientClipping.ByValue(optimizer.Parameters, 0.1);
            optimizer.Step();
        }));
        Assert.True(table.HasRowGradient);
    }

    // A row that comes twice is one vector, not two.
    [Fact]
    public void Clipping_sees_the_sum_of_a_row()
    {
        Parameter<float> table = new("table", new Shape(4, 2)), other = new("other", new Shape(1));
        using Tape<float> tape = new();
        tape.Backward([Gather(tape.Use(table), [2, 0, 2]), tape.Use(other)], [tape.Constant([1f, 0, 0, 2, 2, 0], new Shape(3, 2)), tape.Constant([6f], new Shape(1))]);
        Assert.Equal(7, GradientClipping.GlobalNorm([table, other]), 1e-12);
        GradientClipping.ByGlobalNorm([table, other], 3.5);
        Assert.True(table.HasRowGradient);
        Assert.Equal([0, 1, 0, 0, 1.5f, 0, 0, 0], table.Gradient);
    }

    [Fact]
    public void Two_optimizers_see_the_same_rows()
    {
        Parameter<float> twice = Table(), once = Table();
        Sweep(twice, 0);
        Sweep(once, 0);
        new Sgd<float>([twice], 0.25).Step();
        new Sgd<float>([twice], 0.25).Step();
        new Sgd<float>([once], 0.5).Step();
        for (int i = 0; i < Rows * Width; i++)
            Assert.Equal(once.Values[i], twice.Values[i], 1e-6);
    }

    [Fact]
    public void A_bag_has_rows_and_takes_their_mean()
    {
        EmbeddingBag<float> bag = new(Rows, 2, new RandomStream(1));
        using Tape<float> tape = new();
        tape.Backward(Sum(bag.Forward(tape, [3, 5, 3, 4], [0, 3])));
        Assert.Equal([3, 5, 4], bag.Table.GradientRows);
        Assert.Equal([2 / 3f, 2 / 3f, 1 / 3f, 1 / 3f, 1, 1], bag.Table.StoredGradient.ToArray().Select(x => x), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    private static int[] Words(int step) => [8, (step * 4) % Rows, 8, step];

    private static Parameter<float> Table() => new("table", new Shape(Rows, Width), [.. Enumerable.Range(0, Rows * Width).Select(i => MathF.Sin(i + 1))]);

    private static void Sweep(Parameter<float> table, int step) => Sweep(table, Words(step));

    private static void Sweep(Parameter<float> table, int[] words)
    {
        using Tape<float> tape = new();
        table.ClearGradient();
        tape.Backward(Sum(Sin(Gather(tape.Use(table), words))));
    }

    private static IEnumerable<int> Bits(Parameter<float> parameter) => parameter.Values.ToArray().Select(BitConverter.SingleToInt32Bits);
}

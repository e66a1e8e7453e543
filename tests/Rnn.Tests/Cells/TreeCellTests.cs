using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

public sealed class TreeCellTests
{
    internal static readonly ITreeCell<double, LstmState<double>>[] Cells =
    [
        new ChildSumTreeLstmCell<double>(2, 3, new RandomStream(1)),
        new NaryTreeLstmCell<double>(2, 3, 4, new RandomStream(1)),
    ];

    public static TheoryData<int> Numbered => [0, 1];

    [Fact]
    public void Child_sum_is_its_formula() => Check.Seeds(seed => Compare(new ChildSumTreeLstmCell<double>(2, 3, new RandomStream(1)), seed, (p, x, h, c) =>
    {
        double Gate(int gate, int j) => ScalarCells.Sum(x, p[0], (gate * 3) + j) + p[3].Values[(gate * 3) + j];
        double[] sum = [.. Enumerable.Range(0, 3).Select(j => h.Sum(one => one[j]))];
        double Joined(int gate, int j) => Gate(gate, j) + ScalarCells.Sum(sum, p[1], (gate * 3) + j);
        return Node(3, j => Joined(0, j), j => Joined(1, j), j => Joined(2, j), (k, j) => Gate(3, j) + ScalarCells.Sum(h[k], p[2], j), c);
    }));

    [Fact]
    public void Nary_is_its_formula() => Check.Seeds(seed => Compare(new NaryTreeLstmCell<double>(2, 3, 4, new RandomStream(1)), seed, (p, x, h, c) =>
    {
        double[] beside = [.. h.SelectMany(one => one)];
        double Gate(int gate, int j) => ScalarCells.Sum(x, p[0], (gate * 3) + j) + p[2].Values[(gate * 3) + j] + ScalarCells.Sum(beside, p[1], (gate * 3) + j);
        return Node(3, j => Gate(0, j), j => Gate(1, j), j => Gate(2, j), (k, j) => Gate(3 + k, j), c);
    }));

    // A tree of a root with a leaf and a node of three leaves; two trees side by side.
    [Theory]
    [MemberData(nameof(Numbered))]
    public void Derivatives_through_a_tree_are_right(int cell)
    {
        Numbers.Redraw(new Random(1), Cells[cell].Parameters);
        Parameter<double> inputs = new("inputs", new Shape(6, 2, 2), Numbers.Draw(new Random(2), 24));
        Variable<double> Loss(Tape<double> tape) => Tree(Cells[cell], Cells[cell].Project(tape.Use(inputs)));
        GradientCheck.Of(Loss, [.. Cells[cell].Parameters, inputs]).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Directions(2).Assert();
    }

    [Theory]
    [MemberData(nameof(Numbered))]
    public void Trees_are_mapped(int cell)
    {
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Constant(Numbers.Draw(new Random(2), 5 * 6 * 2), new Shape(5, 6, 1, 2));
        BatchReport report = new();
        Variable<double> mapped = tape.Map(one => Ops.Sum(Tree(Cells[cell], Cells[cell].Project(one))), inputs, report);
        Assert.Empty(report.Looped);
        for (int i = 0; i < 5; i++)
            Assert.Equal(Ops.Sum(Tree(Cells[cell], Cells[cell].Project(Ops.Select(inputs, 0, i)))).Item(), mapped.Values[i], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Numbered))]
    public void Class_numbers_are_one_hot_vectors(int cell)
    {
        using Tape<double> tape = new();
        Assert.Null(Numbers.Differ("products", Cells[cell].Project(Ops.OneHot(tape, [1, 0, 1], 2)).Values, Cells[cell].ProjectOneHot(tape, [1, 0, 1]).Values));
    }

    // Any order of the children is the same to the one, and another to the other.
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Places_of_children_count_only_where_they_have_some(int cell, bool same)
    {
        using Tape<double> tape = new();
        Variable<double> input = Cells[cell].Project(tape.Constant([1, 2], new Shape(1, 2)));
        LstmState<double> one = State(tape, 1), other = State(tape, 2);
        double[] first = Cells[cell].Join(input, one, other).Hidden.ToArray(), second = Cells[cell].Join(input, other, one).Hidden.ToArray();
        Assert.Equal(same, Numbers.Differ("hidden", first, second) is null);
    }

    [Fact]
    public void Many_children_are_no_more_operations()
    {
        ChildSumTreeLstmCell<double> cell = new(2, 3, new RandomStream(1));
        long[] nodes = [.. ((int[])[1, 200]).Select(children =>
        {
            using Tape<double> tape = new();
            LstmState<double>[] states = [.. Enumerable.Range(0, children).Select(child => State(tape, child))];
            Variable<double> input = cell.Project(tape.Constant([1, 2], new Shape(1, 2)));
            long before = tape.Counters.Nodes;
            cell.Join(input, states);
            return tape.Counters.Nodes - before;
        })];
        Assert.Equal(nodes[0], nodes[1]);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        RandomStream random = new(1);
        Refused(() => new ChildSumTreeLstmCell<double>(0, 2, random), "ChildSumTreeLstmCell", "input size is 0");
        Refused(() => new NaryTreeLstmCell<double>(2, 0, 2, random), "NaryTreeLstmCell", "hidden size is 0");
        Refused(() => new NaryTreeLstmCell<double>(2, 2, 0, random), "NaryTreeLstmCell", "children is 0");
        using Tape<double> tape = new();
        Variable<double> input = Cells[1].Project(tape.Constant([1, 2], new Shape(1, 2)));
        Refused(() => Cells[1].Join(input, [.. Enumerable.Range(0, 5).Select(child => State(tape, child))]), "5 children", "4 at most");
    }

    private static void Refused(Func<object> call, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, Assert.Throws<ArgumentException>(() => { call(); }).Message, StringComparison.Ordinal));

    private static LstmState<double> State(Tape<double> tape, int seed) =>
        new(tape.Constant(Numbers.Draw(new Random(seed), 3), new Shape(1, 3)), tape.Constant(Numbers.Draw(new Random(seed + 1), 3), new Shape(1, 3)));

    private static Variable<double> Tree(ITreeCell<double, LstmState<double>> cell, Variable<double> inputs)
    {
        Variable<double> Input(int node) => Ops.Select(inputs, 0, node);
        LstmState<double> inner = cell.Join(Input(1), cell.Join(Input(2)), cell.Join(Input(3)), cell.Join(Input(4)));
        LstmState<double> root = cell.Join(Input(0), cell.Join(Input(5)), inner);
        return Ops.Concatenate(0, root.Hidden, root.Cell);
    }

    private static (double[] Hidden, double[] Cell) Node(
        int n, Func<int, double> input, Func<int, double> output, Func<int, double> candidate, Func<int, int, double> forget, double[][] cells)
    {
        double[] c = [.. Enumerable.Range(0, n).Select(
            j => (ScalarCells.Sigmoid(input(j)) * Math.Tanh(candidate(j))) + cells.Select((child, k) => ScalarCells.Sigmoid(forget(k, j)) * child[j]).Sum())];
        return ([.. c.Select((one, j) => ScalarCells.Sigmoid(output(j)) * Math.Tanh(one))], c);
    }

    private static string? Compare(
        ITreeCell<double, LstmState<double>> cell,
        int seed,
        Func<IReadOnlyList<Parameter<double>>, double[], double[][], double[][], (double[] Hidden, double[] Cell)> formula)
    {
        Random random = new(seed);
        Numbers.Redraw(random, cell.Parameters);
        int children = random.Next(5);
        double[] x = Numbers.Draw(random, 2);
        double[][] h = [.. Enumerable.Range(0, children).Select(_ => Numbers.Draw(random, 3))], c = [.. Enumerable.Range(0, children).Select(_ => Numbers.Draw(random, 3))];
        using Tape<double> tape = new();
        LstmState<double>[] states = [.. h.Select((one, k) => new LstmState<double>(tape.Constant(one, new Shape(1, 3)), tape.Constant(c[k], new Shape(1, 3))))];
        LstmState<double> node = cell.Join(cell.Project(tape.Constant(x, new Shape(1, 2))), states);
        (double[] hidden, double[] next) = formula(cell.Parameters, x, h, c);
        return Numbers.Differ("hidden", hidden, node.Hidden.Values) ?? Numbers.Differ("cell", next, node.Cell.Values);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Properties;
using Xunit;

namespace AutoDiff.Tests.Properties;

// Whole random graphs: shared values, fan-out, diamonds, loops, branches.
public sealed class RandomGraphTests
{
    [Fact]
    public void Gradients_agree_with_finite_differences_and_forward_mode() => Check.All(Arbitraries.AllGraphs, program =>
    {
        GradientChecker<double> check = GradientCheck.Of(program.Run, program.Parameters()).AgainstForwardMode();
        return Failure(program, (program.IsWhole ? check.AgainstFiniteDifferences() : check).Report());
    }, cases: 60);

    [Fact]
    public void Second_derivatives_agree_with_finite_differences_and_are_symmetric() => Check.All(
        Arbitraries.SmoothGraphs,
        program => program.IsWhole ? Failure(program, GradientCheck.Of(program.Run, program.Parameters()).SecondOrder().Directions(2).Report()) : null,
        cases: 40);

    [Fact]
    public void Pushes_are_the_edges_on_paths_to_what_is_asked_for() => Check.All(Arbitraries.AllGraphs, program =>
    {
        using Tape<double> tape = new();
        Variable<double>[] inputs = Place(program, tape);
        Variable<double> root = program.Run(inputs);
        if (!root.IsActive)
            return null;
        for (int asked = 1; asked <= inputs.Length; asked++)
        {
            ReadOnlySpan<Variable<double>> wanted = inputs.AsSpan(0, asked);
            long edges = EdgesBetween(tape, root, wanted);
            foreach (bool record in new[] { false, true })
            {
                tape.Gradient(root, wanted, record, Unconnected.Zero);
                if (tape.Counters.Pushes != edges)
                    return $"{tape.Counters.Pushes} pushes along {edges} edges to {asked} inputs, record {record}, in\n{program}";
            }
        }

        return null;
    }, cases: 60);

    [Fact]
    public void Recording_a_gradient_changes_none_of_it_and_nothing_is_left_behind() => Check.All(Arbitraries.AllGraphs, program =>
    {
        using Tape<double> tape = new();
        Variable<double>[] inputs = Place(program, tape);
        Variable<double> root = program.Run(inputs);
        if (!root.IsActive)
            return null;
        int before = tape.Count;
        Variable<double>[] plain = tape.Gradient(root, inputs, record: false, Unconnected.Zero);
        if (tape.Count != before + inputs.Length || tape.Pass.LeftLive != 0)
            return $"{tape.Count - before - inputs.Length} values and {tape.Pass.LeftLive} blocks are left behind by\n{program}";
        Variable<double>[] recorded = tape.Gradient(root, inputs, record: true, Unconnected.Zero);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!plain[i].ToArray().Zip(recorded[i].ToArray()).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-12))
                return $"the gradient of input {i} is {string.Join(", ", plain[i].ToArray())}, recorded {string.Join(", ", recorded[i].ToArray())} in\n{program}";
        }

        return null;
    }, cases: 60);

    [Fact]
    public void Broadcasting_pairs_give_their_result() => Check.All(Arbitraries.Broadcasts, pair =>
    {
        Shape y = Shape.Broadcast(pair.A, pair.B, "test");
        return y == pair.Result && pair.A.BroadcastsTo(y) && pair.B.BroadcastsTo(y) ? null : $"{pair}, but Broadcast says {y}";
    }, cases: 300);

    [Fact]
    public void Gradients_of_broadcast_products_are_summed_to_their_operands() => Check.All(Arbitraries.Broadcasts, pair =>
    {
        using Tape<double> tape = new();
        Variable<double> a = Numbers(tape, pair.A, 1), b = Numbers(tape, pair.B, 2), w = Numbers(tape, pair.Result, 3);
        Variable<double>[] gradients = tape.Vjp([a * b], [w], [a, b]);
        double[] wide = [.. Enumerable.Range(0, pair.Result.Count).Select(i => w.Values[i] * b.Values[Reference.Source(pair.Result, i, pair.B)])];
        double[] expected = Reference.SumTo(pair.Result, pair.A)([wide]);
        return gradients[0].Shape == pair.A && gradients[0].ToArray().Zip(expected).All(both => Math.Abs(both.First - both.Second) <= 1e-10)
            ? null : $"{pair}: {string.Join(", ", gradients[0].ToArray())} instead of {string.Join(", ", expected)}";
    }, cases: 300);

    [Fact]
    public void Shapes_come_with_zeros_and_ones_and_all_ranks()
    {
        HashSet<int> ranks = [], lengths = [];
        Check.All(Arbitraries.Shapes, shape =>
        {
            ranks.Add(shape.Rank);
            lengths.UnionWith(shape.Axes.ToArray());
            return null;
        }, cases: 200);
        Assert.Equal([0, 1, 2, 3, 4], ranks.Order());
        Assert.Superset(new HashSet<int> { 0, 1, 2, 17 }, lengths);
    }

    private static string? Failure(GraphProgram program, GradientReport report) =>
        report.Passed || (report.Compared == 0 && report.Skipped > 0) ? null : $"{report}\nThe program:\n{program}";

    private static Variable<double>[] Place(GraphProgram program, Tape<double> tape) =>
        [.. program.Inputs.Select((numbers, i) => tape.Variable(numbers, program.ShapeOf(i)))];

    private static Variable<double> Numbers(Tape<double> tape, Shape shape, int seed)
    {
        Random random = new(seed);
        return tape.Variable([.. Enumerable.Range(0, shape.Count).Select(_ => random.NextDouble())], shape);
    }

    // Counted over the tape itself, by what depends on what, without the library's own marks.
    private static long EdgesBetween(Tape<double> tape, Variable<double> root, ReadOnlySpan<Variable<double>> wanted)
    {
        bool[] leads = new bool[root.Index + 1], reached = new bool[root.Index + 1];
        foreach (Variable<double> input in wanted)
        {
            if (input.Index <= root.Index)
                leads[input.Index] = true;
        }

        for (int i = 0; i <= root.Index; i++)
        {
            for (int input = 0; input < tape.EntryAt(i).InputCount; input++)
                leads[i] |= tape.EntryAt(i).Is(EntryFlags.Active) && leads[tape.InputOf(i, input)];
        }

        long edges = 0;
        reached[root.Index] = leads[root.Index];
        for (int i = root.Index; i >= 0; i--)
        {
            for (int input = 0; reached[i] && input < tape.EntryAt(i).InputCount; input++)
            {
                int from = tape.InputOf(i, input);
                edges += leads[from] ? 1 : 0;
                reached[from] |= leads[from];
            }
        }

        return edges;
    }
}

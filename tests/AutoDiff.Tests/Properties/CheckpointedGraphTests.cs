using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Properties;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Properties;

// Random graphs, stretches of which are checkpointed, inside one another too: nothing that can be computed from them changes.
public sealed class CheckpointedGraphTests
{
    [Fact]
    public void Gradients_have_the_same_bits() => Check.All(Arbitraries.AllGraphs, program =>
    {
        using Tape<double> first = new(), second = new();
        Variable<double>[] plain = Place(program, first), checkpointed = Place(program, second);
        Variable<double> root = program.Run(plain), same = Run(program, second, checkpointed);
        if (!root.Values.SequenceEqual(same.Values) && !double.IsNaN(root.Item()))
            return $"the value is {root.Item()}, checkpointed {same.Item()}, of\n{program}";
        if (!root.IsActive)
            return same.IsActive ? $"a constant has become active: {program}" : null;
        Variable<double>[] expected = first.Gradient(root, plain, unconnected: Unconnected.Zero), actual = second.Gradient(same, checkpointed, unconnected: Unconnected.Zero);
        for (int i = 0; i < plain.Length; i++)
        {
            if (!Bits(expected[i]).SequenceEqual(Bits(actual[i])))
                return $"the gradient of input {i} is {string.Join(", ", expected[i].ToArray())}, checkpointed {string.Join(", ", actual[i].ToArray())} in\n{program}";
        }

        return second.Pass.LeftLive == 0 ? null : $"{second.Pass.LeftLive} blocks are left behind by\n{program}";
    }, cases: 150);

    [Fact]
    public void Other_modes_and_orders_agree() => Check.All(Arbitraries.SmoothGraphs, program =>
    {
        using Tape<double> tape = new();
        Variable<double>[] inputs = Place(program, tape);
        Variable<double> root = program.Run(inputs), same = Run(program, tape, inputs);
        if (!root.IsActive)
            return null;
        foreach (Variable<double> x in inputs)
        {
            Func<Variable<double>, Variable<double>>[] derivatives =
            [
                y => tape.Gradient(y, x, record: true, Unconnected.Zero),
                y => tape.Jvp(y, x, x, record: false, Unconnected.Zero),
                y => tape.Gradient(Sum(tape.Gradient(y, x, record: true, Unconnected.Zero) * x), x, unconnected: Unconnected.Zero),
                y => tape.Jvp(tape.Jvp(y, x, x, record: true, Unconnected.Zero), x, x, record: false, Unconnected.Zero),
            ];
            foreach (Func<Variable<double>, Variable<double>> derivative in derivatives)
            {
                double[] expected = derivative(root).ToArray(), actual = derivative(same).ToArray();
                double size = Math.Max(1, expected.Max(Math.Abs));
                if (!expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-10 * size || pair.First.Equals(pair.Second)))
                    return $"{string.Join(", ", expected)} is, checkpointed, {string.Join(", ", actual)} in\n{program}";
            }
        }

        return null;
    }, cases: 60);

    private static long[] Bits(Variable<double> x) => Array.ConvertAll(x.ToArray(), BitConverter.DoubleToInt64Bits);

    private static Variable<double>[] Place(GraphProgram program, Tape<double> tape) =>
        [.. program.Inputs.Select((numbers, i) => tape.Variable(numbers, program.ShapeOf(i)))];

    // The program's own sum at the end, over values of which every other stretch of lines is checkpointed as a whole, and parts of it again.
    private static Variable<double> Run(GraphProgram program, Tape<double> tape, Variable<double>[] inputs)
    {
        List<Variable<double>> values = [.. inputs];
        int count = program.Steps.Count;
        Apply(program, values, 0, count / 3);
        Checkpointed(program, tape, values, count / 3, 2 * count / 3, depth: 2);
        Apply(program, values, 2 * count / 3, count);
        return program.Close(values);
    }

    private static void Checkpointed(GraphProgram program, Tape<double> tape, List<Variable<double>> values, int from, int end, int depth)
    {
        if (from == end)
            return;
        Variable<double>[] results = new Variable<double>[end - from], before = [.. values];
        tape.Checkpoint(
            (_, outputs) =>
            {
                List<Variable<double>> inner = [.. before];
                int middle = (from + end) / 2;
                if (depth > 0)
                    Checkpointed(program, tape, inner, from, middle, depth - 1);
                Apply(program, inner, depth > 0 ? middle : from, end);
                for (int i = 0; i < outputs.Length; i++)
                    outputs[i] = inner[before.Length + i];
            },
            [],
            results);
        values.AddRange(results);
    }

    private static void Apply(GraphProgram program, List<Variable<double>> values, int from, int end)
    {
        for (int i = from; i < end; i++)
            values.Add(GraphProgram.Apply(program.Steps[i], values));
    }
}

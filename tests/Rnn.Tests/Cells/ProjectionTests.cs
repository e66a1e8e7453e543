using System;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

public sealed class ProjectionTests
{
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Class_numbers_are_one_hot_vectors(CellKind kind) => Check.Seeds(seed =>
    {
        RandomStream weights = new((ulong)seed);
        return kind switch
        {
            CellKind.Elman => OneHot(new ElmanCell<double>(6, 4, weights, biases: (Biases)(seed % 3)), seed),
            CellKind.Lstm => OneHot(new LstmCell<double>(6, 4, weights), seed),
            _ => OneHot(new GruCell<double>(6, 4, weights), seed),
        };
    });

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Unrolling_is_a_step_after_the_other(CellKind kind) => Check.Seeds(seed =>
    {
        RandomStream weights = new((ulong)seed);
        return kind switch
        {
            CellKind.Elman => Stepwise(new ElmanCell<double>(3, 5, weights, Activation.Relu), seed),
            CellKind.Lstm => Stepwise(new LstmCell<double>(3, 5, weights), seed),
            _ => Stepwise(new GruCell<double>(3, 5, weights), seed),
        };
    });

    private static string? OneHot<TCell>(TCell cell, int seed)
        where TCell : IOneHotCell<double>, IModule<double>
    {
        Random random = new(seed);
        Numbers.Redraw(random, cell.Parameters);
        int[] classes = Numbers.Classes(random, random.Next(1, 9), 6);
        double[] vectors = new double[classes.Length * 6];
        for (int i = 0; i < classes.Length; i++)
            vectors[(i * 6) + classes[i]] = 1;
        using Tape<double> tape = new();
        Variable<double> input = tape.Constant(vectors, new Shape(classes.Length, 6));
        Variable<double> expected = cell switch
        {
            ICell<double, HiddenState<double>> plain => plain.Project(input),
            ICell<double, LstmState<double>> lstm => lstm.Project(input),
            _ => throw new ArgumentException("another cell"),
        };
        Variable<double> actual = cell.ProjectOneHot(tape, classes);
        Variable<double> bar = tape.Constant(Numbers.Draw(random, expected.Shape.Count), expected.Shape);
        tape.Backward([expected], [bar]);
        double[] gradients = Numbers.Gradients(cell.Parameters);
        cell.ClearGradients();
        tape.Backward([actual], [bar]);
        return Numbers.Differ("values", expected.Values, actual.Values, 0) ?? Numbers.Differ("gradients", gradients, Numbers.Gradients(cell.Parameters));
    }

    private static string? Stepwise<TState>(ICell<double, TState> cell, int seed)
        where TState : struct, IState<TState, double>
    {
        Random random = new(seed);
        Numbers.Redraw(random, cell.Parameters);
        int steps = random.Next(1, 6), batch = random.Next(1, 4);
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Variable(Numbers.Draw(random, steps * batch * 3), new Shape(steps, batch, 3));
        TState state = cell.InitialState(tape, batch), other = state;
        Variable<double> unrolled = cell.Unroll(inputs, in state, out state);
        for (int t = 0; t < steps; t++)
        {
            (Variable<double> output, other) = cell.Step(Ops.Select(inputs, 0, t), other);
            if (Numbers.Differ($"step {t}", output.Values, Ops.Select(unrolled, 0, t).Values) is string broken)
                return broken;
        }

        for (int part = 0; part < state.PartCount; part++)
        {
            if (Numbers.Differ($"part {part} of the last state", other[part].Values, state[part].Values) is string broken)
                return broken;
        }

        return null;
    }
}

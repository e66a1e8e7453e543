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

using System;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

// A cell's unrolled outputs and last state against the formulas written out.
public sealed class CellValueTests
{
    [Theory]
    [InlineData(Activation.Tanh, true)]
    [InlineData(Activation.Tanh, false)]
    [InlineData(Activation.Relu, true)]
    [InlineData(Activation.Sigmoid, false)]
    public void Elman_is_its_formula(Activation activation, bool bias) => Check.Seeds(seed =>
    {
        Random random = new(seed);
        ElmanCell<double> cell = new(random.Next(1, 5), random.Next(1, 20), new RandomStream(1), activation, bias);
        return Compare(cell, random, (x, state) => [ScalarCells.Elman(cell, activation, x, state[0])]);
    });

    [Fact]
    public void Lstm_is_its_formula() => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            LstmCell<double> cell = new(random.Next(1, 5), random.Next(1, 20), new RandomStream(1));
            return Compare(cell, random, (x, state) =>
            {
                (double[] hidden, double[] next) = ScalarCells.Lstm(cell, x, state[0], state[1]);
                return [hidden, next];
            });
        },
        cases: 15);

    [Fact]
    public void Gru_is_its_formula() => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            GruCell<double> cell = new(random.Next(1, 5), random.Next(1, 20), new RandomStream(1));
            return Compare(cell, random, (x, state) => [ScalarCells.Gru(cell, x, state[0])]);
        },
        cases: 15);

    [Fact]
    public void The_state_before_the_first_step_is_zero_and_an_lstm_starts_out_remembering()
    {
        using Tape<double> tape = new();
        LstmCell<double> cell = new(2, 3, new RandomStream(1));
        LstmState<double> state = cell.InitialState(tape, 4);
        Assert.Equal(new Shape(4, 3), state.Hidden.Shape);
        Assert.Equal(new double[12], state.Hidden.ToArray());
        Assert.Equal(new double[12], state.Cell.ToArray());
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0], cell.Bias.Values.ToArray());
        Assert.Equal(new double[8], new GruCell<double>(2, 4, new RandomStream(1)).InitialState(tape, 2).Hidden.ToArray());
        Assert.Equal(new double[8], new ElmanCell<double>(2, 4, new RandomStream(1)).InitialState(tape, 2).Hidden.ToArray());
    }

    private static string? Compare<TState>(ICell<double, TState> cell, Random random, Func<double[], double[][], double[][]> step)
        where TState : struct, IState<TState, double>
    {
        Numbers.Redraw(random, cell.Parameters);
        int steps = random.Next(1, 5), batch = random.Next(1, 4), inputs = cell.InputSize, outputs = cell.OutputSize;
        double[] x = Numbers.Draw(random, steps * batch * inputs, 2);
        using Tape<double> tape = new();
        Variable<double>[] parts = new Variable<double>[default(TState).PartCount];
        double[][] start = new double[parts.Length][];
        for (int part = 0; part < parts.Length; part++)
            parts[part] = tape.Constant(start[part] = Numbers.Draw(random, batch * outputs), new Shape(batch, outputs));
        Variable<double> unrolled = cell.Unroll(tape.Constant(x, new Shape(steps, batch, inputs)), TState.FromParts(parts), out TState final);

        double[] expected = new double[steps * batch * outputs];
        for (int row = 0; row < batch; row++)
        {
            int at = row;
            double[][] state = Array.ConvertAll(start, part => part[(at * outputs)..((at + 1) * outputs)]);
            for (int t = 0; t < steps; t++)
            {
                int first = ((t * batch) + row) * inputs;
                state = step(x[first..(first + inputs)], state);
                state[0].CopyTo(expected, ((t * batch) + row) * outputs);
            }

            for (int part = 0; part < parts.Length; part++)
            {
                if (Numbers.Differ($"part {part} of the last state", state[part], final[part].Values.Slice(row * outputs, outputs)) is string broken)
                    return broken;
            }
        }

        return Numbers.Differ("outputs", expected, unrolled.Values);
    }
}

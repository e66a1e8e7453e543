using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Carrying;

// A row that begins anew forgets; the rows beside it do not notice.
public sealed class ResetTests
{
    private const int Steps = 5, Batch = 3, Inputs = 2;

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_row_begins_anew_and_its_gradient_stops_while_the_others_stay_bit_by_bit(CellKind kind) => Check.Seeds(seed =>
    {
        RandomStream weights = new((ulong)seed);
        return kind switch
        {
            CellKind.Elman => Rows(new ElmanCell<double>(Inputs, 4, weights), seed),
            CellKind.Lstm => Rows(new LstmCell<double>(Inputs, 4, weights), seed),
            _ => Rows(new GruCell<double>(Inputs, 4, weights), seed),
        };
    });

    [Fact]
    public void A_stack_resets_every_layer()
    {
        RandomStream weights = new(1);
        RecurrentStack<double, LstmState<double>> stack = new([new LstmCell<double>(Inputs, 4, weights), new LstmCell<double>(4, 3, weights)]);
        double[] inputs = Numbers.Draw(new Random(1), Steps * Batch * Inputs);
        using Tape<double> tape = new();
        bool[] reset = new bool[Steps * Batch];
        reset[(2 * Batch) + 1] = true;
        Variable<double> whole = stack.Unroll(tape.Constant(inputs, new Shape(Steps, Batch, Inputs)), stack.InitialState(tape, Batch), out _, reset: reset);
        Variable<double> tail = stack.Unroll(tape.Constant(inputs.AsSpan(2 * Batch * Inputs), new Shape(Steps - 2, Batch, Inputs)), stack.InitialState(tape, Batch), out _);
        for (int t = 2; t < Steps; t++)
        {
            Assert.Equal(tail.Values.Slice((((t - 2) * Batch) + 1) * 3, 3).ToArray(), whole.Values.Slice(((t * Batch) + 1) * 3, 3).ToArray());
            Assert.NotEqual(tail.Values.Slice((t - 2) * Batch * 3, 3).ToArray(), whole.Values.Slice(t * Batch * 3, 3).ToArray());
        }
    }

    [Fact]
    public void Whatever_was_in_a_row_is_gone_nan_included_and_gradients_stay_finite()
    {
        LstmCell<double> cell = new(Inputs, 4, new RandomStream(1));
        using Tape<double> tape = new();
        double[] bad = Numbers.Draw(new Random(1), Batch * 4);
        bad[4] = double.NaN;
        bad[5] = double.PositiveInfinity;
        LstmState<double> state = new(tape.Variable(bad, new Shape(Batch, 4)), tape.Variable(bad, new Shape(Batch, 4)));
        bool[] reset = new bool[2 * Batch];
        reset[1] = true;
        Variable<double> inputs = tape.Variable(Numbers.Draw(new Random(2), 2 * Batch * Inputs), new Shape(2, Batch, Inputs));
        Variable<double> outputs = cell.Unroll(inputs, in state, out _, reset);
        Variable<double> loss = Ops.Sum(Ops.Square(outputs));
        Assert.True(double.IsFinite(loss.Item()));
        tape.Backward(loss);
        Assert.All(Numbers.Gradients(cell.Parameters), one => Assert.True(double.IsFinite(one)));
        double[] stateBar = tape.Gradient(loss, state.Hidden).ToArray();
        Assert.Equal([0, 0, 0, 0], stateBar[4..8]);
        Assert.All(stateBar, one => Assert.True(double.IsFinite(one)));
        CarriedState<double, LstmState<double>> carried = new();
        carried.Save(state);
        carried.ResetRows([false, true, false]);
        Assert.All(carried.Parts().SelectMany(part => part.Values.ToArray()), one => Assert.True(double.IsFinite(one)));
    }

    [Fact]
    public void Rows_of_a_carried_state_are_reset_as_those_on_a_tape()
    {
        using Tape<double> tape = new();
        Random random = new(1);
        LstmState<double> state = new(tape.Constant(Numbers.Draw(random, 12), new Shape(3, 4)), tape.Constant(Numbers.Draw(random, 12), new Shape(3, 4)));
        bool[] reset = [true, false, true];
        CarriedState<double, LstmState<double>> carried = new();
        carried.Save(state);
        carried.ResetRows(reset);
        LstmState<double> restored = carried.Restore(tape), other = States.ResetRows<double, LstmState<double>>(state, reset);
        Assert.Equal(other.Hidden.ToArray(), restored.Hidden.ToArray());
        Assert.Equal(other.Cell.ToArray(), restored.Cell.ToArray());
        Assert.Equal(new double[4], restored.Cell.Values[..4].ToArray());
        Assert.Equal(state.Cell.Values.Slice(4, 4).ToArray(), restored.Cell.Values.Slice(4, 4).ToArray());
        new CarriedState<double, LstmState<double>>().ResetRows(reset);
    }

    private static string? Rows<TState>(ICell<double, TState> cell, int seed)
        where TState : struct, IState<TState, double>
    {
        Random random = new(seed);
        Numbers.Redraw(random, cell.Parameters);
        int at = random.Next(1, Steps), row = random.Next(Batch), width = cell.OutputSize;
        double[] inputs = Numbers.Draw(random, Steps * Batch * Inputs), bar = Numbers.Draw(random, Steps * Batch * width);
        bool[] reset = new bool[Steps * Batch];
        reset[(at * Batch) + row] = true;

        // Losses count from the reset on: nothing before it may get a gradient through the row.
        bar.AsSpan(0, at * Batch * width).Clear();
        (double[] plain, double[] plainBar) = Run(cell, inputs, bar, []);
        (double[] output, double[] inputBar) = Run(cell, inputs, bar, reset);
        (double[] anew, _) = Run(cell, [.. inputs.Skip(at * Batch * Inputs)], [.. bar.Skip(at * Batch * width)], []);
        for (int t = 0; t < Steps; t++)
        {
            for (int r = 0; r < Batch; r++)
            {
                int first = ((t * Batch) + r) * width, firstInput = ((t * Batch) + r) * Inputs;
                bool after = r == row && t >= at;
                ReadOnlySpan<double> expected = after ? anew.AsSpan(first - (at * Batch * width), width) : plain.AsSpan(first, width);
                if (!expected.SequenceEqual(output.AsSpan(first, width)))
                    return $"outputs of step {t}, row {r}, with row {row} anew at {at}";
                ReadOnlySpan<double> expectedBar = r == row && t < at ? new double[Inputs] : plainBar.AsSpan(firstInput, Inputs);
                if (!after && !expectedBar.SequenceEqual(inputBar.AsSpan(firstInput, Inputs)))
                    return $"gradient of step {t}, row {r}, with row {row} anew at {at}";
            }
        }

        return null;
    }

    private static (double[] Outputs, double[] InputBar) Run<TState>(ICell<double, TState> cell, double[] inputs, double[] bar, bool[] reset)
        where TState : struct, IState<TState, double>
    {
        using Tape<double> tape = new();
        int steps = inputs.Length / (Batch * Inputs);
        Variable<double> x = tape.Variable(inputs, new Shape(steps, Batch, Inputs));
        Variable<double> outputs = cell.Unroll(x, cell.InitialState(tape, Batch), out _, reset);
        Variable<double> inputBar = tape.Vjp([outputs], [tape.Constant(bar, outputs.Shape)], [x])[0];
        return (outputs.ToArray(), inputBar.ToArray());
    }
}

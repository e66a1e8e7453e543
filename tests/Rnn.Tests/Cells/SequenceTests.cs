using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

// A cell over a whole sequence in one operation against the same cell step by step.
public sealed class SequenceTests
{
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_sequence_is_its_steps(CellKind kind) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);

            // Sequences of up to several blocks of products, and of single steps and rows.
            int steps = random.Next(3) switch { 0 => 1, 1 => random.Next(2, 9), _ => random.Next(30, 90) };
            int batch = random.Next(1, 12), inputs = random.Next(1, 6), hidden = random.Next(1, 20);
            RandomStream weights = new((ulong)seed);
            return kind switch
            {
                CellKind.Elman => Compare(new ElmanCell<double>(inputs, hidden, weights, (Activation)random.Next(3), biases: (Biases)random.Next(3)), steps, batch, random),
                CellKind.Lstm => Compare(new LstmCell<double>(inputs, hidden, weights, biases: (Biases)random.Next(3)), steps, batch, random),
                _ => Compare(new GruCell<double>(inputs, hidden, weights), steps, batch, random),
            };
        },
        cases: 30);

    // One variable in several places: the state is the input, so that its gradient comes from both.
    [Fact]
    public void One_variable_may_be_state_and_cell()
    {
        LstmCell<double> cell = new(2, 3, new RandomStream(1));
        double[][] gradients = [.. ((bool[])[false, true]).Select(stepwise =>
        {
            using Tape<double> tape = new();
            Variable<double> start = tape.Variable(Numbers.Draw(new Random(1), 6), new Shape(2, 3));
            Variable<double> inputs = tape.Constant(Numbers.Draw(new Random(2), 16), new Shape(4, 2, 2));
            LstmState<double> state = new(start, start);
            Variable<double> outputs = (stepwise ? (ICell<double, LstmState<double>>)new StepwiseCell<LstmState<double>>(cell) : cell).Unroll(inputs, in state, out _);
            return tape.Gradient(Ops.Sum(outputs * outputs), start).ToArray();
        })];
        Assert.Null(Numbers.Differ("gradient", gradients[1], gradients[0]));
    }

    // Nothing is saved where no gradient will flow, and the values are the same to the last bit.
    [Fact]
    public void Without_gradients_nothing_is_saved()
    {
        LstmCell<double> cell = new(2, 8, new RandomStream(1));
        double[] inputs = Numbers.Draw(new Random(2), 2 * 50 * 4);
        using Tape<double> plain = new(), free = new();
        Variable<double> expected = cell.Unroll(plain.Constant(inputs, new Shape(50, 4, 2)), cell.InitialState(plain, 4), out _);
        using NoGradientScope<double> scope = free.NoGradient();
        Variable<double> actual = cell.Unroll(free.Constant(inputs, new Shape(50, 4, 2)), cell.InitialState(free, 4), out LstmState<double> final);
        Assert.Equal(expected.ToArray(), actual.ToArray());
        Assert.True(free.Counters.Bytes <= plain.Counters.Bytes);
        Assert.Equal(actual.ToArray()[^32..], final.Hidden.ToArray());
    }

    internal static string? Compare<TState>(ICell<double, TState> cell, int steps, int batch, Random random, Noise noise = default)
        where TState : struct, IState<TState, double>
    {
        bool[] reset = random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, steps * batch).Select(_ => random.Next(3 * batch) == 0)];
        bool projected = random.Next(2) == 0;
        int seed = random.Next();
        (string Name, double[] Values)[] fused = Run(cell, steps, batch, reset, projected, noise, seed);
        (string Name, double[] Values)[] composed = Run(new StepwiseCell<TState>(cell), steps, batch, reset, projected, noise, seed);
        return fused.Zip(composed, (one, other) => Numbers.Differ(one.Name, other.Values, one.Values)).FirstOrDefault(difference => difference is not null);
    }

    // Outputs, last state, and the gradients of a loss that reads all of them.
    private static (string Name, double[] Values)[] Run<TState>(ICell<double, TState> cell, int steps, int batch, bool[] reset, bool projected, Noise noise, int seed)
        where TState : struct, IState<TState, double>
    {
        Random random = new(seed);
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Variable(Numbers.Draw(random, steps * batch * cell.InputSize), new Shape(steps, batch, cell.InputSize));
        TState zero = cell.InitialState(tape, batch);
        Variable<double>[] parts = [.. Enumerable.Range(0, zero.PartCount).Select(part => tape.Variable(Numbers.Draw(random, zero[part].Shape.Count), zero[part].Shape))];
        TState state = TState.FromParts(parts);
        Variable<double> outputs = projected
            ? cell.UnrollProjected(cell.Project(inputs), in state, out TState final, reset, noise)
            : cell.Unroll(inputs, in state, out final, reset, noise);
        Variable<double> loss = Ops.Sum(outputs * tape.Constant(Numbers.Draw(random, outputs.Shape.Count), outputs.Shape));
        for (int part = 0; part < final.PartCount; part++)
            loss += Ops.Sum(final[part] * final[part]);
        cell.Parameters.ClearGradients();
        Variable<double>[] gradients = tape.Gradient(loss, [inputs, .. parts]);
        tape.Backward(loss);
        return
        [
            ("outputs", outputs.ToArray()),
            .. Enumerable.Range(0, final.PartCount).Select(part => ($"last state {part}", final[part].ToArray())),
            .. gradients.Select((gradient, i) => ($"gradient {i} of inputs and states", gradient.ToArray())),
            .. cell.Parameters.Select(parameter => (parameter.Name, parameter.Gradient.ToArray())),
        ];
    }
}

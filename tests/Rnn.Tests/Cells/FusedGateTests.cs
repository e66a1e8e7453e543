using System;
using AutoDiff.Properties;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Rnn.Cells;

// The gates in one pass against the same formula in single operations.
public sealed class FusedGateTests
{
    [Fact]
    public void Lstm_gates_are_the_composed_formula() => Check.Seeds(
        seed => Compare(seed, 4, stateGates: false, x => LstmGates(x[0], x[1]), x =>
        {
            int n = x[1].Shape[1];
            Variable<double> Gate(int gate) => Slice(x[0], 1, gate * n, n);
            Variable<double> cell = (Sigmoid(Gate(1)) * x[1]) + (Sigmoid(Gate(0)) * Tanh(Gate(2)));
            return Stack(0, Sigmoid(Gate(3)) * Tanh(cell), cell);
        }),
        cases: 30);

    [Fact]
    public void Gru_gates_are_the_composed_formula() => Check.Seeds(
        seed => Compare(seed, 3, stateGates: true, x => GruGates(x[0], x[2], x[1]), x =>
        {
            int n = x[1].Shape[1];
            Variable<double> Part(Variable<double> gates, int gate) => Slice(gates, 1, gate * n, n);
            Variable<double> reset = Sigmoid(Part(x[0], 0) + Part(x[2], 0)), update = Sigmoid(Part(x[0], 1) + Part(x[2], 1));
            Variable<double> candidate = Tanh(Part(x[0], 2) + (reset * Part(x[2], 2)));
            return ((1 - update) * candidate) + (update * x[1]);
        }),
        cases: 30);

    // Values, gradients, recorded gradients and tangents, from small numbers to where the gates saturate.
    private static string? Compare(int seed, int gates, bool stateGates, Func<Variable<double>[], Variable<double>> fused, Func<Variable<double>[], Variable<double>> composed)
    {
        Random random = new(seed);
        int batch = random.Next(1, 5), hidden = random.Next(1, 20);
        double scale = Math.Pow(10, random.Next(-3, 3));
        using Tape<double> tape = new();
        Variable<double> Leaf(int width) => tape.Variable(Numbers.Draw(random, batch * width, scale), new Shape(batch, width));
        Variable<double>[] x = stateGates ? [Leaf(gates * hidden), Leaf(hidden), Leaf(gates * hidden)] : [Leaf(gates * hidden), Leaf(hidden)];
        Variable<double> one = fused(x), other = composed(x);
        Variable<double> bar = tape.Constant(Numbers.Draw(random, one.Shape.Count), one.Shape);
        Variable<double>[] tangents = Array.ConvertAll(x, input => tape.Constant(Numbers.Draw(random, input.Shape.Count), input.Shape));
        Variable<double>[] expected = tape.Vjp([other], [bar], x);
        string? broken = Numbers.Differ("values", other.Values, one.Values)
            ?? Numbers.Differ("tangent", tape.Jvp([other], x, tangents)[0].Values, tape.Jvp([one], x, tangents)[0].Values);
        foreach (bool record in (bool[])[false, true])
        {
            Variable<double>[] actual = tape.Vjp([one], [bar], x, record);
            for (int i = 0; i < x.Length; i++)
                broken ??= Numbers.Differ($"gradient {i}, record {record}", expected[i].Values, actual[i].Values);
        }

        return broken;
    }
}

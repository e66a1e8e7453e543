using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Sequences;

// Two bidirectional layers over rows of several lengths against PyTorch's packed sequences: values, last states and all gradients. The padding is NaN.
public sealed class PackedPyTorchTests
{
    private const int Steps = 4, Batch = 3, Inputs = 2, Hidden = 2;

    private static readonly int[] Lengths = [2, 4, 3];

    private readonly RandomStream _random = new(1);
    private int _next = 1;

    [Theory]
    [InlineData(SequenceLayout.TimeFirst)]
    [InlineData(SequenceLayout.BatchFirst)]
    public void Lstm(SequenceLayout layout) => Compare(PackedPyTorchVectors.Lstm, BidirectionalStacks.Lstm<double>(Inputs, Hidden, _random, layers: 2), layout);

    [Theory]
    [InlineData(SequenceLayout.TimeFirst)]
    [InlineData(SequenceLayout.BatchFirst)]
    public void Gru(SequenceLayout layout) => Compare(PackedPyTorchVectors.Gru, BidirectionalStacks.Gru<double>(Inputs, Hidden, _random, layers: 2), layout);

    private void Compare<TState>(Dictionary<string, string> vectors, BidirectionalStack<double, TState> stack, SequenceLayout layout)
        where TState : struct, IState<TState, double>
    {
        ICell<double, TState>[] cells = [.. stack.Layers.SelectMany(layer => (ICell<double, TState>[])[layer.Forward, layer.Backward])];
        foreach (ICell<double, TState> cell in cells)
            Load(cell.Parameters);
        using Tape<double> tape = new();
        Shape states = new(cells.Length, Batch, Hidden);
        int each = default(TState).PartCount;
        Variable<double> x = tape.Variable(WithoutPadding(Numbered(Steps * Batch * Inputs, 1)), new Shape(Steps, Batch, Inputs));
        Variable<double>[] start = [.. Enumerable.Range(0, each).Select(_ => tape.Variable(Numbered(states.Count, 0.5), states))];
        Variable<double>[] parts = [.. from cell in Enumerable.Range(0, cells.Length) from part in start select Ops.Select(part, 0, cell)];
        PackedRows rows = new(Lengths);
        StackState<double, BidirectionalState<double, TState>> first = StackState<double, BidirectionalState<double, TState>>.FromParts(parts);
        Variable<double> output = stack.Unroll(Turned(x, layout), rows, in first, out StackState<double, BidirectionalState<double, TState>> final, layout: layout);
        output = Turned(output, layout);
        AssertVector(vectors, "output", output.ToArray());
        Variable<double> loss = Ops.Sum(output * tape.Constant(Numbered(output.Shape.Count, 1), output.Shape));
        for (int part = 0; part < each; part++)
        {
            Variable<double>[] last = [.. Enumerable.Range(0, cells.Length).Select(cell => final[(cell * each) + part])];
            Variable<double> stacked = Ops.Stack(0, last);
            AssertVector(vectors, part == 0 ? "final hidden" : "final cell", stacked.ToArray());
            loss += Ops.Sum(stacked * tape.Constant(Numbered(states.Count, 1), states));
        }

        Variable<double>[] gradients = tape.Gradient(loss, [x, .. start]);
        AssertVector(vectors, "x", gradients[0].ToArray());
        AssertVector(vectors, "h0", gradients[1].ToArray());
        if (each == 2)
            AssertVector(vectors, "c0", gradients[2].ToArray());
        tape.Backward(loss);
        for (int cell = 0; cell < cells.Length; cell++)
            AssertGradients(vectors, cells[cell].Parameters, $"l{cell / 2}{(cell % 2 == 1 ? "_reverse" : string.Empty)}");
    }

    private static void AssertGradients(Dictionary<string, string> vectors, IReadOnlyList<Parameter<double>> parameters, string layer)
    {
        AssertVector(vectors, $"weight_ih_{layer}", Transposed(parameters[0].Gradient, parameters[0].Shape[0], parameters[0].Shape[1]));
        AssertVector(vectors, $"weight_hh_{layer}", Transposed(parameters[1].Gradient, parameters[1].Shape[0], parameters[1].Shape[1]));
        AssertVector(vectors, $"bias_ih_{layer}", parameters[2].Gradient.ToArray());
        if (parameters.Count == 4)
            AssertVector(vectors, $"bias_hh_{layer}", parameters[3].Gradient.ToArray());
    }

    private static Variable<double> Turned(Variable<double> x, SequenceLayout layout) => layout == SequenceLayout.TimeFirst ? x : Ops.Permute(x, 1, 0, 2);

    private static double[] WithoutPadding(double[] x) =>
        [.. x.Select((value, i) => i / (Batch * Inputs) < Lengths[i / Inputs % Batch] ? value : double.NaN)];

    // Where we have one bias, it is the sum of both.
    private void Load(IReadOnlyList<Parameter<double>> parameters)
    {
        for (int i = 0; i < 2; i++)
            Transposed(Numbered(parameters[i].Shape.Count, 0.8), parameters[i].Shape[1], parameters[i].Shape[0]).CopyTo(parameters[i].Write());
        double[] first = Numbered(parameters[2].Shape.Count, 0.8), second = Numbered(parameters[2].Shape.Count, 0.8);
        if (parameters.Count == 4)
            second.CopyTo(parameters[3].Write());
        else
            first = [.. first.Zip(second, (a, b) => a + b)];
        first.CopyTo(parameters[2].Write());
    }

    private double[] Numbered(int count, double scale)
    {
        double[] values = [.. Enumerable.Range(_next, count).Select(k => scale * Math.Sin(0.7 * k))];
        _next += count;
        return values;
    }

    private static double[] Transposed(ReadOnlySpan<double> matrix, int rows, int columns)
    {
        double[] result = new double[matrix.Length];
        for (int i = 0; i < matrix.Length; i++)
            result[(i % columns * rows) + (i / columns)] = matrix[i];
        return result;
    }

    private static void AssertVector(Dictionary<string, string> vectors, string name, double[] actual)
    {
        double[] expected = [.. vectors[name].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Null(Numbers.Differ(name, expected, actual));
    }
}

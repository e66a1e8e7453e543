using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

// The cells against PyTorch's, whose matrices stand transposed; gates have the same order there.
public sealed class PyTorchTests
{
    private const int Steps = 3, Batch = 2, Inputs = 2, Hidden = 3;

    private readonly RandomStream _random = new(1);
    private int _next = 1;

    [Fact]
    public void Elman_tanh() => Compare(PyTorchVectors.RnnTanh, [new ElmanCell<double>(Inputs, Hidden, _random)]);

    [Fact]
    public void Elman_relu() => Compare(PyTorchVectors.RnnRelu, [new ElmanCell<double>(Inputs, Hidden, _random, Activation.Relu)]);

    [Fact]
    public void Lstm() => Compare(PyTorchVectors.Lstm, [new LstmCell<double>(Inputs, Hidden, _random)]);

    [Fact]
    public void Gru() => Compare(PyTorchVectors.Gru, [new GruCell<double>(Inputs, Hidden, _random)]);

    [Fact]
    public void Lstm_of_two_layers() => Compare(PyTorchVectors.LstmTwoLayers, [new LstmCell<double>(Inputs, Hidden, _random), new LstmCell<double>(Hidden, Hidden, _random)]);

    private void Compare<TState>(Dictionary<string, string> vectors, ICell<double, TState>[] cells)
        where TState : struct, IState<TState, double>
    {
        RecurrentStack<double, TState> stack = new(cells);
        foreach (ICell<double, TState> cell in cells)
            Load(cell.Parameters);
        using Tape<double> tape = new();
        Shape layers = new(cells.Length, Batch, Hidden);
        Variable<double> x = tape.Variable(Numbered(Steps * Batch * Inputs, 1), new Shape(Steps, Batch, Inputs));
        Variable<double>[] start = [.. Enumerable.Range(0, default(TState).PartCount).Select(_ => tape.Variable(Numbered(layers.Count, 0.5), layers))];
        Variable<double>[] parts = [.. from layer in Enumerable.Range(0, cells.Length) from part in start select Ops.Select(part, 0, layer)];
        Variable<double> output = stack.Unroll(x, StackState<double, TState>.FromParts(parts), out StackState<double, TState> final);
        Variable<double> loss = Ops.Sum(output * tape.Constant(Numbered(output.Shape.Count, 1), output.Shape));
        AssertVector(vectors, "output", output.ToArray());
        if (start.Length == 2)
        {
            Variable<double>[] last = [.. Enumerable.Range(0, cells.Length).Select(layer => final.Layer(layer)[1])];
            Variable<double> cell = Ops.Stack(0, last);
            AssertVector(vectors, "final cell", cell.ToArray());
            loss += Ops.Sum(cell * tape.Constant(Numbered(layers.Count, 1), layers));
        }

        Variable<double>[] gradients = tape.Gradient(loss, [x, .. start]);
        AssertVector(vectors, "x", gradients[0].ToArray());
        AssertVector(vectors, "h0", gradients[1].ToArray());
        if (start.Length == 2)
            AssertVector(vectors, "c0", gradients[2].ToArray());
        tape.Backward(loss);
        for (int layer = 0; layer < cells.Length; layer++)
        {
            IReadOnlyList<Parameter<double>> parameters = cells[layer].Parameters;
            AssertVector(vectors, $"weight_ih_l{layer}", Transposed(parameters[0].Gradient, parameters[0].Shape[0], parameters[0].Shape[1]));
            AssertVector(vectors, $"weight_hh_l{layer}", Transposed(parameters[1].Gradient, parameters[1].Shape[0], parameters[1].Shape[1]));
            AssertVector(vectors, $"bias_ih_l{layer}", parameters[2].Gradient.ToArray());
            if (parameters.Count == 4)
                AssertVector(vectors, $"bias_hh_l{layer}", parameters[3].Gradient.ToArray());
        }
    }

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

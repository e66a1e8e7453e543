using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Cells;

// The cells against PyTorch's, with weights under its names and in its layout.
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
    public void Lstm_of_two_biases() => Compare(PyTorchVectors.Lstm, [new LstmCell<double>(Inputs, Hidden, _random, biases: Biases.Two)]);

    [Fact]
    public void Elman_of_two_biases() => Compare(PyTorchVectors.RnnTanh, [new ElmanCell<double>(Inputs, Hidden, _random, biases: Biases.Two)]);

    [Fact]
    public void Lstm_with_a_projection() => Compare(PyTorchVectors.LstmProjected, [new ProjectedLstmCell<double>(Inputs, 4, Hidden, _random)]);

    [Fact]
    public void Gru() => Compare(PyTorchVectors.Gru, [new GruCell<double>(Inputs, Hidden, _random)]);

    [Fact]
    public void Lstm_of_two_layers() => Compare(PyTorchVectors.LstmTwoLayers, [new LstmCell<double>(Inputs, Hidden, _random), new LstmCell<double>(Hidden, Hidden, _random)]);

    private void Compare<TState>(Dictionary<string, string> vectors, ICell<double, TState>[] cells)
        where TState : struct, IState<TState, double>
    {
        RecurrentStack<double, TState> stack = new(cells);
        PyTorchWeights.Load(NumberedWeights(cells), cells);
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(Numbered(Steps * Batch * Inputs, 1), new Shape(Steps, Batch, Inputs));
        TState zero = cells[0].InitialState(tape, Batch);
        Variable<double>[] start = [.. Enumerable.Range(0, zero.PartCount).Select(part => Layers(tape, zero[part].Shape.Insert(0, cells.Length)))];
        Variable<double>[] parts = [.. from layer in Enumerable.Range(0, cells.Length) from part in start select Ops.Select(part, 0, layer)];
        Variable<double> output = stack.Unroll(x, StackState<double, TState>.FromParts(parts), out StackState<double, TState> final);
        Variable<double> loss = Ops.Sum(output * tape.Constant(Numbered(output.Shape.Count, 1), output.Shape));
        AssertVector(vectors, "output", output.ToArray());
        if (start.Length == 2)
        {
            Variable<double>[] last = [.. Enumerable.Range(0, cells.Length).Select(layer => final.Layer(layer)[1])];
            Variable<double> cell = Ops.Stack(0, last);
            AssertVector(vectors, "final cell", cell.ToArray());
            loss += Ops.Sum(cell * tape.Constant(Numbered(cell.Shape.Count, 1), cell.Shape));
        }

        Variable<double>[] gradients = tape.Gradient(loss, [x, .. start]);
        AssertVector(vectors, "x", gradients[0].ToArray());
        AssertVector(vectors, "h0", gradients[1].ToArray());
        if (start.Length == 2)
            AssertVector(vectors, "c0", gradients[2].ToArray());
        tape.Backward(loss);
        AssertGradients(vectors, cells);
    }

    private Variable<double> Layers(Tape<double> tape, Shape shape) => tape.Variable(Numbered(shape.Count, 0.5), shape);

    // The gradients take the parameters' places, so that they go out under PyTorch's names.
    private static void AssertGradients<TState>(Dictionary<string, string> vectors, ICell<double, TState>[] cells)
        where TState : struct, IState<TState, double>
    {
        foreach (Parameter<double> parameter in cells.SelectMany(cell => cell.Parameters))
            parameter.Gradient.ToArray().CopyTo(parameter.Write());
        TensorFile file = new();
        PyTorchWeights.Add(file, cells, prefix: "rnn");
        foreach (TensorEntry entry in file.Entries.Where(entry => vectors.ContainsKey(entry.Name["rnn.".Length..])))
            AssertVector(vectors, entry.Name["rnn.".Length..], entry.Values<double>().ToArray());
        Assert.Equal(
            vectors.Keys.Count(name => name.StartsWith("weight", StringComparison.Ordinal)),
            file.Entries.Count(entry => entry.Name.Contains("weight", StringComparison.Ordinal)));
    }

    // A state_dict whose elements are numbered in PyTorch's order: weights of input and state, biases, projection.
    private TensorFile NumberedWeights<TState>(ICell<double, TState>[] cells)
        where TState : struct, IState<TState, double>
    {
        TensorFile named = new(), numbered = new();
        PyTorchWeights.Add(named, cells);
        foreach (TensorEntry entry in named.Entries.OrderBy(entry => (
            entry.Name[^1],
            entry.Name.Contains("hr", StringComparison.Ordinal),
            entry.Name.StartsWith("bias", StringComparison.Ordinal),
            entry.Name.Contains("hh", StringComparison.Ordinal))))
            numbered.Add<double>(entry.Name, entry.Shape, Numbered(entry.Shape.Count, 0.8));
        return numbered;
    }

    private double[] Numbered(int count, double scale)
    {
        double[] values = [.. Enumerable.Range(_next, count).Select(k => scale * Math.Sin(0.7 * k))];
        _next += count;
        return values;
    }

    private static void AssertVector(Dictionary<string, string> vectors, string name, double[] actual)
    {
        double[] expected = [.. vectors[name].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Null(Numbers.Differ(name, expected, actual));
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;

namespace AutoDiff.Tests.Rnn.Sequences;

// Rows of several lengths, empty ones among them, with inputs, first states and per-step resets of their own, and a loss that reads every output and every last
// state of every row with weights of its own. What a form of running them gives is told row by row, so that forms can be compared.
internal sealed class RowsTrial<TState>
    where TState : struct, IState<TState, double>
{
    private readonly double[][] _inputs;
    private readonly double[][] _outputWeights;
    private readonly double[][][] _starts;
    private readonly double[][][] _stateWeights;
    private readonly Shape[] _partShapes;

    public RowsTrial(
        int[] lengths,
        int inputSize,
        int outputSize,
        IReadOnlyList<Parameter<double>> parameters,
        Func<Tape<double>, TState> oneRow,
        Random random,
        bool resets = false)
    {
        (Lengths, InputSize, OutputSize, Parameters) = (lengths, inputSize, outputSize, parameters);
        using Tape<double> tape = new();
        TState zero = oneRow(tape);
        _partShapes = [.. Enumerable.Range(0, zero.PartCount).Select(part => zero[part].Shape.Remove(0))];
        _inputs = [.. lengths.Select(length => Numbers.Draw(random, length * inputSize))];
        _outputWeights = [.. lengths.Select(length => Numbers.Draw(random, length * outputSize))];
        _starts = [.. lengths.Select(_ => _partShapes.Select(shape => Numbers.Draw(random, shape.Count)).ToArray())];
        _stateWeights = [.. lengths.Select(_ => _partShapes.Select(shape => Numbers.Draw(random, shape.Count)).ToArray())];
        Resets = [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => resets && random.Next(4) == 0).ToArray())];
    }

    // A form takes the rows' inputs, one after the other [places, inputs], and the first states [rows, ...], and gives outputs in the same order and the last states.
    public delegate Variable<double> Form(Variable<double> inputs, TState state, out TState final);

    public int[] Lengths { get; }

    public int InputSize { get; }

    public int OutputSize { get; }

    public bool[][] Resets { get; }

    public IReadOnlyList<Parameter<double>> Parameters { get; }

    public int Steps => Lengths.Max();

    public int Batch => Lengths.Length;

    // Outputs, last states and all gradients by name.
    public (string Name, double[] Values)[] Run(Form form)
    {
        using Tape<double> tape = new();
        Variable<double> inputs = tape.Variable([.. _inputs.SelectMany(row => row)], new Shape(Lengths.Sum(), InputSize));
        Variable<double>[] parts = [.. _partShapes.Select((shape, part) => tape.Variable([.. _starts.SelectMany(row => row[part])], shape.Insert(0, Batch)))];
        Variable<double> outputs = form(inputs, TState.FromParts(parts), out TState final);
        Variable<double> loss = Ops.Sum(outputs * tape.Constant([.. _outputWeights.SelectMany(row => row)], new Shape(Lengths.Sum(), OutputSize)));
        for (int part = 0; part < parts.Length; part++)
            loss += Ops.Sum(Ops.Square(final[part]) * tape.Constant([.. _stateWeights.SelectMany(row => row[part])], parts[part].Shape));
        foreach (Parameter<double> parameter in Parameters)
            parameter.ClearGradient();
        Variable<double>[] gradients = tape.Gradient(loss, [inputs, .. parts], unconnected: Unconnected.Zero);
        tape.Backward(loss);
        return
        [
            ("outputs", outputs.ToArray()),
            .. parts.Select((_, part) => ($"last state {part}", final[part].ToArray())),
            .. gradients.Select((gradient, i) => (i == 0 ? "gradient of the inputs" : $"gradient of state {i - 1}", gradient.ToArray())),
            ("gradients of the parameters", Numbers.Gradients(Parameters)),
        ];
    }

    public string? Differ(string what, (string Name, double[] Values)[] expected, Form form) =>
        expected
            .Zip(Run(form), (one, other) => Numbers.Differ($"{what} of rows of {string.Join(' ', Lengths)}: {one.Name}", one.Values, other.Values, 1e-11))
            .FirstOrDefault(difference => difference is not null);

    // Every row on its own: a batch of one, without padding.
    public Form Alone(Func<Variable<double>, TState, int, (Variable<double> Outputs, TState Final)> row) => (Variable<double> inputs, TState state, out TState final) =>
    {
        List<Variable<double>> outputs = [];
        List<TState> finals = [];
        for (int i = 0, first = 0; i < Batch; first += Lengths[i++])
        {
            TState start = States.SelectRows<double, TState>(state, [i]);
            if (Lengths[i] == 0)
            {
                finals.Add(start);
                continue;
            }

            (Variable<double> output, TState last) = row(Ops.Reshape(Ops.Slice(inputs, 0, first, Lengths[i]), new Shape(Lengths[i], 1, InputSize)), start, i);
            outputs.Add(Ops.Rows(output));
            finals.Add(last);
        }

        Variable<double>[] parts = [.. Enumerable.Range(0, state.PartCount).Select(part => Ops.Concatenate(0, [.. finals.Select(one => one[part])]))];
        final = TState.FromParts(parts);
        return outputs.Count == 0 ? inputs.Tape.Fill(0, new Shape(0, OutputSize)) : Ops.Concatenate(0, [.. outputs]);
    };

    // Padded with NaN and some more steps than the longest row has; each row's outputs are read back, and what is past them must be zero.
    public Form Padded(SequenceLayout layout, int more, Form padded) => (Variable<double> inputs, TState state, out TState final) =>
    {
        int steps = Steps + more;
        Variable<double> nan = inputs.Tape.Fill(double.NaN, new Shape(1, InputSize));
        int[] places = [.. from t in Enumerable.Range(0, steps) from row in Enumerable.Range(0, Batch) select t < Lengths[row] ? Lengths[..row].Sum() + t : Lengths.Sum()];
        Variable<double> filled = Ops.Reshape(Ops.Gather(Ops.Concatenate(0, inputs, nan), places), new Shape(steps, Batch, InputSize));
        Variable<double> outputs = padded(layout == SequenceLayout.TimeFirst ? filled : Ops.Permute(filled, 1, 0, 2), state, out final);
        outputs = layout == SequenceLayout.TimeFirst ? outputs : Ops.Permute(outputs, 1, 0, 2);
        double[] values = outputs.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            if (i / (Batch * OutputSize) >= Lengths[i / OutputSize % Batch] && values[i] != 0)
                throw new InvalidOperationException($"an output past the end of its row is {values[i]}");
        }

        int[] real = [.. from row in Enumerable.Range(0, Batch) from t in Enumerable.Range(0, Lengths[row]) select (t * Batch) + row];
        return Ops.Gather(Ops.Reshape(outputs, new Shape(steps * Batch, OutputSize)), real);
    };

    // The resets of a padded batch; past a row's end anything may stand.
    public bool[] PaddedResets(SequenceLayout layout, int more)
    {
        int steps = Steps + more;
        bool Of(int row, int t) => t >= Lengths[row] || Resets[row][t];
        return layout == SequenceLayout.TimeFirst
            ? [.. from t in Enumerable.Range(0, steps) from row in Enumerable.Range(0, Batch) select Of(row, t)]
            : [.. from row in Enumerable.Range(0, Batch) from t in Enumerable.Range(0, steps) select Of(row, t)];
    }
}

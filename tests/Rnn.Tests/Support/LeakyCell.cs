using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Rnn.Support;

// A cell of a user's own: h' = 0.7 h + 0.3 tanh(x · W + h · U), without anything that the library's cells have besides.
internal sealed class LeakyCell(int inputSize, int hiddenSize, RandomStream random, string name = "leaky") : ICell<double, HiddenState<double>>
{
    private readonly Linear<double> _input = new(inputSize, hiddenSize, random, name: $"{name}.input"), _hidden = new(hiddenSize, hiddenSize, random, bias: false, name: $"{name}.hidden");

    public int InputSize => inputSize;

    public int OutputSize => hiddenSize;

    public IReadOnlyList<Parameter<double>> Parameters => [.. _input.Parameters, .. _hidden.Parameters];

    public HiddenState<double> InitialState(Tape<double> tape, int batch) => new(tape.Fill(0, new Shape(batch, hiddenSize)));

    public Variable<double> Project(Variable<double> inputs) => inputs;

    public Variable<double> Advance(Variable<double> projected, in HiddenState<double> state, out HiddenState<double> next)
    {
        next = new((0.7 * state.Hidden) + (0.3 * Tanh(_input.Forward(projected) + _hidden.Forward(state.Hidden))));
        return next.Hidden;
    }
}

using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Rnn.Support;

// h' = tanh(x · W + h · U + the batch's mean of h): each row of the batch acts on all.
internal sealed class MeanFieldCell(int size, RandomStream random) : ICell<double, HiddenState<double>>
{
    private readonly Linear<double> _input = new(size, size, random, name: "field.input"), _hidden = new(size, size, random, bias: false, name: "field.hidden");

    public int InputSize => size;

    public int OutputSize => size;

    public IReadOnlyList<Parameter<double>> Parameters => [.. _input.Parameters, .. _hidden.Parameters];

    public HiddenState<double> InitialState(Tape<double> tape, int batch) => new(tape.Fill(0, new Shape(batch, size)));

    public Variable<double> Project(Variable<double> inputs) => inputs;

    public Variable<double> Advance(Variable<double> projected, in HiddenState<double> state, out HiddenState<double> next)
    {
        next = new(Tanh(_input.Forward(projected) + _hidden.Forward(state.Hidden) + Mean(state.Hidden, 0)));
        return next.Hidden;
    }
}

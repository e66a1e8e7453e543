using System.Collections.Generic;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// x_t = w · x_{t-1}: what a window's gradient is can be worked out by hand.
internal sealed class LinearCell(double w) : ICell<double, HiddenState<double>>
{
    public Parameter<double> Weight { get; } = new("w", Shape.Scalar, [w]);

    public IReadOnlyList<Parameter<double>> Parameters => [Weight];

    public int InputSize => 1;

    public int OutputSize => 1;

    public HiddenState<double> InitialState(Tape<double> tape, int batch) => new(tape.Fill(0, new Shape(batch, 1)));

    public Variable<double> Project(Variable<double> inputs) => inputs;

    public Variable<double> Advance(Variable<double> projected, in HiddenState<double> state, out HiddenState<double> next)
    {
        next = new HiddenState<double>(state.Hidden * projected.Tape.Use(Weight));
        return next.Hidden;
    }
}

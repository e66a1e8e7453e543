using System.Collections.Generic;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// h' = h · W, and the inputs do nothing: what its transitions do is known from the matrix.
internal sealed class MatrixCell(int size, double[] matrix) : ICell<double, HiddenState<double>>
{
    private readonly Parameter<double> _matrix = new("matrix", new Shape(size, size), matrix);

    public IReadOnlyList<Parameter<double>> Parameters => [_matrix];

    public int InputSize => 1;

    public int OutputSize => size;

    public HiddenState<double> InitialState(Tape<double> tape, int batch) => new(tape.Fill(0, new Shape(batch, size)));

    public Variable<double> Project(Variable<double> inputs) => inputs;

    public Variable<double> Advance(Variable<double> projected, in HiddenState<double> state, out HiddenState<double> next)
    {
        next = new(Ops.MatMul(state.Hidden, projected.Tape.Use(_matrix)));
        return next.Hidden;
    }
}

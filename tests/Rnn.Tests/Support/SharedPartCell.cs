using System;
using System.Collections.Generic;
using AutoDiff.Rnn;
using static AutoDiff.Ops;
using State = AutoDiff.Rnn.PairState<double, AutoDiff.Rnn.HiddenState<double>, AutoDiff.Rnn.HiddenState<double>>;

namespace AutoDiff.Tests.Rnn.Support;

// s' = tanh(a s + 0.3), one number for all rows, whose start is learnt, and h' = tanh(s h W + x).
internal sealed class SharedPartCell(bool sharedFirst) : ICell<double, State>
{
    private readonly Parameter<double> _weights = new("weights", new Shape(2, 2), Numbers.Draw(new Random(3), 4));
    private readonly Parameter<double> _a = new("a", Shape.Scalar, [0.8]);
    private readonly Parameter<double> _start = new("start", Shape.Scalar, [0.5]);

    public IReadOnlyList<Parameter<double>> Parameters => [_weights, _a, _start];

    public int InputSize => 2;

    public int OutputSize => 2;

    public State InitialState(Tape<double> tape, int batch) => Of(tape.Use(_start), tape.Fill(0.1, new Shape(batch, 2)));

    public Variable<double> Advance(Variable<double> projected, in State state, out State next)
    {
        Tape<double> tape = projected.Tape;
        (Variable<double> shared, Variable<double> own) = sharedFirst ? (state[0], state[1]) : (state[1], state[0]);
        Variable<double> output = Tanh((shared * MatMul(own, tape.Use(_weights))) + projected);
        next = Of(Tanh((shared * tape.Use(_a)) + 0.3), output);
        return output;
    }

    private State Of(Variable<double> shared, Variable<double> own) => sharedFirst ? new(new(shared), new(own)) : new(new(own), new(shared));
}

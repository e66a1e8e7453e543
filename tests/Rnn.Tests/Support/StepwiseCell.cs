using System.Collections.Generic;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// A cell that hides what it can do with whole sequences, and so is run step by step.
internal sealed class StepwiseCell<TState>(ICell<double, TState> cell) : ICell<double, TState>
    where TState : struct, IState<TState, double>
{
    public int InputSize => cell.InputSize;

    public int OutputSize => cell.OutputSize;

    public IReadOnlyList<Parameter<double>> Parameters => cell.Parameters;

    public TState InitialState(Tape<double> tape, int batch) => cell.InitialState(tape, batch);

    public Variable<double> Project(Variable<double> inputs) => cell.Project(inputs);

    public Variable<double> Advance(Variable<double> projected, in TState state, out TState next) => cell.Advance(projected, in state, out next);

    public Variable<double> Advance(Variable<double> projected, in TState state, Noise noise, out TState next) => cell.Advance(projected, in state, noise, out next);
}

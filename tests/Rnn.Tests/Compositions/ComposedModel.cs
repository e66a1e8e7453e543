using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Compositions;

internal sealed record ComposedModel<TState>(ICell<double, TState> Cell, Parameter<double> Readout) : IModule<double>
    where TState : struct, IState<TState, double>
{
    public IReadOnlyList<Parameter<double>> Parameters { get; } = [.. Cell.Parameters, Readout];

    public void CopyFrom(ComposedModel<TState> other)
    {
        for (int i = 0; i < Parameters.Count; i++)
            other.Parameters[i].Values.CopyTo(Parameters[i].Write());
    }
}

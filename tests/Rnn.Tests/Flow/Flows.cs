using System;
using System.Linq;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Flow;

// Reports of small sequences with the sum of the outputs as the loss of every step.
internal static class Flows
{
    public static readonly FlowOptions Everything = new() { Losses = 1000, Transitions = 12, PowerIterations = 60 };

    public static UnrolledSequence<double, TState> Summed<TState>(ICell<double, TState> cell, int steps, int batch = 1, Func<int, int>? targets = null)
        where TState : struct, IState<TState, double> =>
        new(
            new RecurrentStack<double, TState>([cell]),
            new double[steps * batch * cell.InputSize],
            new Shape(steps, batch, cell.InputSize),
            (output, _) => Ops.Sum(output),
            targets);

    public static FlowReport Of<TState>(ISequence<double, TState> sequence, FlowOptions? options = null, CarriedState<double, TState>? carried = null)
        where TState : struct, IState<TState, double>
    {
        using GradientFlow<double, TState> flow = new(options ?? Everything);
        return flow.Measure(sequence, carried);
    }

    // A start from given numbers, of a stack of one layer with one part.
    public static CarriedState<double, StackState<double, HiddenState<double>>> From(params double[] values)
    {
        CarriedState<double, StackState<double, HiddenState<double>>> carried = new();
        carried.Load([(new Shape(1, values.Length), values)]);
        return carried;
    }

    public static double Norm(ReadOnlySpan<double> values) => Math.Sqrt(values.ToArray().Sum(value => value * value));
}

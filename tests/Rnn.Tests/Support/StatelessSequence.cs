using System;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// A model that remembers nothing: the loss of step t is (w - t)².
internal sealed class StatelessSequence(int steps) : ISequence<double, StatelessSequence.None>
{
    public Parameter<double> Weight { get; } = new("w", Shape.Scalar, [0.7]);

    public int Steps => steps;

    public None InitialState(Tape<double> tape) => default;

    public int TargetCount(int from, int end) => end - from;

    public Variable<double> Run(Tape<double> tape, in None state, Segment segment, out None next)
    {
        Variable<double> loss = default;
        for (int step = segment.FirstLoss; step < segment.End; step++)
        {
            Variable<double> one = Ops.Square(tape.Use(Weight) - (double)step);
            loss = loss == default ? one : loss + one;
        }

        next = state;
        return loss;
    }

    internal readonly record struct None : IState<None, double>
    {
        public int PartCount => 0;

        public Variable<double> this[int part] => throw new ArgumentOutOfRangeException(nameof(part));

        public static None FromParts(ReadOnlySpan<Variable<double>> parts) => default;
    }
}

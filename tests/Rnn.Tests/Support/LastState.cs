using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// The sequence whose only loss is the sum of the cell's last output; the inputs are zero.
internal sealed class LastState<TState>(ICell<double, TState> cell, int steps) : ISequence<double, TState>
    where TState : struct, IState<TState, double>
{
    public int Steps => steps;

    public TState InitialState(Tape<double> tape) => cell.InitialState(tape, 1);

    public int TargetCount(int from, int end) => from < end && end == steps ? 1 : 0;

    public Variable<double> Run(Tape<double> tape, in TState state, Segment segment, out TState next)
    {
        Variable<double> outputs = cell.Unroll(tape.Fill(0, new Shape(segment.Steps, 1, cell.InputSize)), in state, out next);
        return segment.FirstLoss == segment.End ? default : Ops.Sum(Ops.Select(outputs, 0, segment.Steps - 1));
    }
}

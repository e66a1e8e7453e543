using System.Collections.Generic;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// Sees which steps start from a state that is cut off.
internal sealed class CutWatcher<TState>(ISequence<double, TState> inside) : ISequence<double, TState>
    where TState : struct, IState<TState, double>
{
    public List<int> Cuts { get; } = [];

    public int Steps => inside.Steps;

    public TState InitialState(Tape<double> tape) => inside.InitialState(tape);

    public int TargetCount(int from, int end) => inside.TargetCount(from, end);

    public Variable<double> Run(Tape<double> tape, in TState state, Segment segment, out TState next)
    {
        if (segment.Start > 0 && !state[0].IsActive)
            Cuts.Add(segment.Start);
        return inside.Run(tape, in state, segment, out next);
    }
}

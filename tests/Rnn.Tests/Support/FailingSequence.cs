using System;
using System.Collections.Generic;
using AutoDiff.Rnn;

namespace AutoDiff.Tests.Rnn.Support;

// Runs as the sequence inside does, until it throws or forgets to hand the state on; knows all tapes that it was run on.
internal sealed class FailingSequence<TState>(ISequence<double, TState> inside, int goodRuns, bool forgets = false) : ISequence<double, TState>
    where TState : struct, IState<TState, double>
{
    private int _runs;

    public HashSet<Tape<double>> Tapes { get; } = [];

    public int Steps => inside.Steps;

    // From now on all runs are good.
    public bool IsWell { get; set; }

    public TState InitialState(Tape<double> tape) => inside.InitialState(tape);

    public int TargetCount(int from, int end) => inside.TargetCount(from, end);

    public int FirstStepRead(int from, int end) => inside.FirstStepRead(from, end);

    public Variable<double> Run(Tape<double> tape, in TState state, Segment segment, out TState next)
    {
        Tapes.Add(tape);
        Variable<double> loss = inside.Run(tape, in state, segment, out next);
        if (_runs++ < goodRuns || IsWell)
            return loss;
        next = default;
        return forgets ? loss : throw new NotSupportedException("a test's");
    }
}

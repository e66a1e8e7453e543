using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Runs every step once, on one tape that slides along: after a stride's losses were followed back, the tape keeps the weights as they
/// were used, and what lies behind the next window is severed.
/// </summary>
internal sealed class StaleScheme<T, TState>(Truncation truncation) : ITruncationScheme<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly List<Segment> _plan = [];

    // The states on the tape at which windows to come may begin, by step.
    private readonly List<(int Step, TState State)> _starts = [];

    public void Follow(SequenceWalk<T, TState> walk)
    {
        SegmentPlan.Fill(_plan, truncation, walk.Sequence);
        TState state = default;
        int reached = -1;
        for (int i = 0; i < _plan.Count; i++)
        {
            if (_plan[i].Start >= reached)
                (state, reached) = (BeginAnew(walk, _plan[i].Start), _plan[i].Start);
            else
                SeverBehind(walk.Tape, _plan[i].Start, in state);
            walk.BeginUpdate(_plan[i].FirstLoss, _plan[i].End);
            walk.Backward(RunTo(walk, i, reached, ref state));
            reached = _plan[i].End;
            walk.Keep(state, reached);
            walk.Tape.RetainParameters();
            walk.EndUpdate();
        }

        _starts.Clear();
    }

    // A window that has no step in common with the last one begins on an empty tape.
    private TState BeginAnew(SequenceWalk<T, TState> walk, int step)
    {
        walk.AdvanceTo(step);
        _starts.Clear();
        return walk.Enter();
    }

    // Everything before the step is forgotten; its state is what the window starts from.
    private void SeverBehind(Tape<T> tape, int step, in TState state)
    {
        int at = 0;
        while (_starts.Count > at && _starts[at].Step < step)
            at++;
        if (at == _starts.Count || _starts[at].Step > step)
            return;
        States.Sever(tape, _starts[at].State, in state);
        _starts.RemoveRange(0, at + 1);
    }

    // Runs the steps that have not run yet, in pieces, so that the states are known at which windows begin.
    private Variable<T> RunTo(SequenceWalk<T, TState> walk, int current, int reached, ref TState state)
    {
        Segment segment = _plan[current];
        Variable<T> losses = default;
        int later = current + 1;
        for (int step = reached, end; step < segment.End; step = end)
        {
            while (later < _plan.Count && _plan[later].Start <= step)
                later++;
            end = later < _plan.Count && _plan[later].Start < segment.End ? _plan[later].Start : segment.End;
            int firstLoss = Math.Clamp(segment.FirstLoss, step, end);
            firstLoss = walk.Sequence.TargetCount(firstLoss, end) == 0 ? end : firstLoss;
            Variable<T> loss = walk.Run(in state, new Segment(step, firstLoss, end), out TState next);
            if (loss != default)
                losses = losses == default ? loss : losses + loss;
            state = next;
            _starts.Add((end, state));
        }

        return losses;
    }
}

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
        RequirePieces(walk.Sequence);
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
        for (int step = reached; step < segment.End;)
        {
            Segment piece = PieceAt(walk.Sequence, segment, step, ref later);
            Variable<T> loss = walk.Run(in state, piece, out TState next);
            if (loss != default)
                losses = losses == default ? loss : losses + loss;
            (state, step) = (next, piece.End);
            _starts.Add((step, state));
        }

        return losses;
    }

    // From a step to the next at which a window begins, or to the end of this one.
    private Segment PieceAt(ISequence<T, TState> sequence, Segment segment, int step, ref int later)
    {
        while (later < _plan.Count && _plan[later].Start <= step)
            later++;
        int end = later < _plan.Count && _plan[later].Start < segment.End ? _plan[later].Start : segment.End;
        int firstLoss = Math.Clamp(segment.FirstLoss, step, end);
        return new Segment(step, sequence.TargetCount(firstLoss, end) == 0 ? end : firstLoss, end);
    }

    // A loss that reads outputs of a window's older steps would need them from another piece.
    private void RequirePieces(ISequence<T, TState> sequence)
    {
        for (int i = 0, reached = 0; i < _plan.Count; reached = _plan[i++].End)
        {
            int later = i + 1;
            for (int step = Math.Max(reached, _plan[i].Start); step < _plan[i].End;)
            {
                Segment piece = PieceAt(sequence, _plan[i], step, ref later);
                int read = piece.FirstLoss < piece.End ? sequence.FirstStepRead(piece.FirstLoss, piece.End) : step;
                if (read < step)
                    throw new ArgumentException(
                        $"TruncatedBackprop.Train: a loss needs steps that have run before: the losses of the steps {piece.FirstLoss} to "
                            + $"{piece.End - 1} read outputs from step {read} on, but with stale weights under {truncation} steps are run once, and these "
                            + $"from step {step}; need losses that look at their own step, or WeightUpdate.Recompute.");
                step = piece.End;
            }
        }
    }
}

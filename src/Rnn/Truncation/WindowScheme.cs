using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// The exact gradient of overlapping windows without running their common steps again: every step is recorded on its own, cut off from the one before;
/// a sweep back finds what the losses of later steps that see a step add up to at the state after it; and one backward pass
/// over all steps takes these sums, and the steps' own losses, into the parameters.
/// </summary>
internal sealed class WindowScheme<T, TState>(Truncation truncation) : ITruncationScheme<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    // Steps on the tape at once: beyond, pieces are recorded from the last to the first, from states kept on the way there.
    private const int PieceSteps = 512;

    private readonly Pullback<T> _pullback = new();
    private readonly StateRows<T> _rows = new();
    private readonly List<CarriedState<T, TState>> _starts = [];
    private readonly T[][] _scale = [[T.One]];
    private BandedAdjoints<T>? _banded;
    private TwoStackAdjoints<T>? _twoStack;
    private T[][] _sum = [];

    // The recorded steps of a piece: states before and after each, all parts, and losses.
    private Variable<T>[] _before = [], _after = [], _losses = [], _roots = [], _cotangents = [];

    // Segments are run by themselves where few of them overlap: that is one run of operations over whole segments.
    public static bool IsFor(Truncation truncation) => truncation.Algorithm switch
    {
        WindowAlgorithm.Segments => false,
        WindowAlgorithm.Automatic => truncation.Stride == 1 || truncation.Length > 2L * truncation.Stride,
        _ => truncation.Length is not null,
    };

    public long PulledRows => _pullback.Rows;

    public void Follow(SequenceWalk<T, TState> walk)
    {
        _scale[0][0] = walk.Scale;
        Segments segments = truncation.Segments(walk.Sequence.Steps);
        for (int i = 0; i < segments.Count; i++)
        {
            Segment first = segments[i];
            if (walk.Sequence.TargetCount(first.FirstLoss, first.End) == 0)
                continue;
            Segment last = first;
            for (int next = i + 1; next < segments.Count && segments[next].Start <= last.End; next++)
            {
                if (walk.Sequence.TargetCount(segments[next].FirstLoss, segments[next].End) > 0)
                    (i, last) = (next, segments[next]);
            }

            walk.AdvanceTo(first.Start);
            if (last.Start == first.Start)
                FollowOne(walk, new Segment(first.Start, first.FirstLoss, last.End));
            else
                FollowStretch(walk, segments, i, first.Start, last.End);
        }
    }

    // Windows that begin at one step are one.
    private static void FollowOne(SequenceWalk<T, TState> walk, Segment segment)
    {
        TState start = walk.Enter();
        walk.Backward(walk.Run(in start, segment, out TState next));
        walk.Keep(next, segment.End);
    }

    private void FollowStretch(SequenceWalk<T, TState> walk, Segments segments, int index, int from, int end)
    {
        bool isInitial = !walk.HasState;
        int pieces = (int)(((long)end - from + PieceSteps - 1) / PieceSteps);
        while (_starts.Count < pieces)
            _starts.Add(new CarriedState<T, TState>());
        for (int piece = 0; piece < pieces; piece++)
        {
            walk.AdvanceTo(from + (piece * PieceSteps));
            TState state = walk.Enter();
            if (piece == 0)
                _rows.Set(state);
            _starts[piece].Save(state);
        }

        IWindowAdjoints<T> adjoints = IsTwoStack ? _twoStack ??= new TwoStackAdjoints<T>(truncation, _pullback) : Banded;
        adjoints.Begin(_rows, from);
        for (int piece = pieces - 1; piece >= 0; piece--)
        {
            int start = from + (piece * PieceSteps), stop = Math.Min(end, start + PieceSteps);
            walk.Tape.Reset();
            TState state = piece == 0 && isInitial ? walk.Sequence.InitialState(walk.Tape) : _starts[piece].Restore(walk.Tape);
            TState last = Record(walk, piece > 0 ? AsVariables(walk.Tape, state) : state, start, stop);
            if (piece == pieces - 1)
                walk.Keep(last, end);
            GoBack(walk, segments, ref index, ref adjoints, from, start, stop);
        }
    }

    // A window of one step has nothing to sum up.
    private bool IsTwoStack => truncation.Algorithm switch
    {
        WindowAlgorithm.TwoStack => truncation.Length > 1,
        WindowAlgorithm.Automatic => truncation.Stride == 1 && truncation.Length > (2L * _rows.Features) + 3,
        _ => false,
    };

    private BandedAdjoints<T> Banded => _banded ??= new BandedAdjoints<T>(_pullback);

    // Runs the steps of a piece one by one, each from a copy of the state before it.
    private TState Record(SequenceWalk<T, TState> walk, TState state, int start, int stop)
    {
        int steps = stop - start, parts = _rows.PartCount;
        if (_losses.Length < steps || _before.Length < steps * parts)
        {
            (_before, _after, _losses) = (new Variable<T>[steps * parts], new Variable<T>[steps * parts], new Variable<T>[steps]);
            (_roots, _cotangents) = (new Variable<T>[steps * (parts + 1)], new Variable<T>[steps * (parts + 1)]);
        }

        for (int step = start; step < stop; step++)
        {
            if (step > start)
                state = AsVariables(walk.Tape, state);
            bool counts = walk.Sequence.TargetCount(step, step + 1) > 0;
            Segment one = new(step, counts ? step : step + 1, step + 1);
            Variable<T> loss = counts ? walk.Run(in state, one, out TState next) : walk.Sequence.Run(walk.Tape, in state, one, out next);
            _losses[step - start] = counts ? loss : default;
            _rows.CheckNext(next);
            for (int part = 0; part < parts; part++)
                (_before[((step - start) * parts) + part], _after[((step - start) * parts) + part]) = (state[part], next[part]);
            state = next;
        }

        return state;
    }

    private void GoBack(SequenceWalk<T, TState> walk, Segments segments, ref int index, ref IWindowAdjoints<T> adjoints, int from, int start, int stop)
    {
        int parts = _rows.PartCount, roots = 0;
        Tape<T> tape = walk.Tape;
        _rows.Reserve(ref _sum, 1);
        for (int step = stop - 1; step >= start; step--)
        {
            int at = step - start;
            while (segments[index].FirstLoss > step)
                index--;
            if (_losses[at] != default)
                (_roots[roots], _cotangents[roots++]) = (_losses[at], tape.Fill(walk.Scale, _losses[at].Shape));
            bool hasSum = adjoints.TrySum(step, _sum);
            for (int part = 0; part < parts && hasSum; part++)
            {
                Variable<T> after = _after[(at * parts) + part];
                if (after.IsActive)
                    (_roots[roots], _cotangents[roots++]) = (after, tape.Constant(_sum[part].AsSpan(0, _rows.Size(part)), _rows.Shape(part)));
            }

            if (step == from)
                continue;
            WindowStep<T> recorded = new(step, segments[index], _before.AsSpan(at * parts, parts), _after.AsSpan(at * parts, parts), _losses[at], _scale);
            if (!adjoints.TryPull(in recorded))
                adjoints = UseBanded(from, in recorded);
        }

        if (roots > 0)
            tape.Backward(_roots.AsSpan(0, roots), _cotangents.AsSpan(0, roots));
    }

    // The first step back shows whether rows of the batch act on each other, before anything was summed up.
    private BandedAdjoints<T> UseBanded(int from, in WindowStep<T> step)
    {
        if (truncation.Algorithm == WindowAlgorithm.TwoStack)
            throw RnnErrors.RowsActOnEachOther();
        Banded.Begin(_rows, from);
        Banded.TryPull(in step);
        return Banded;
    }

    private static TState AsVariables(Tape<T> tape, TState state)
    {
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(state.PartCount);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = tape.Variable(state[i].Values, state[i].Shape);
        return TState.FromParts(parts);
    }
}

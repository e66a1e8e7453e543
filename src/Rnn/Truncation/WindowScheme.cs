using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// The exact gradient of overlapping windows without running their common steps again. Steps are recorded one by one, cut off from each other; a
/// sweep back finds what the losses of later steps that see a step add up to at the state after it; and one backward pass over all steps
/// takes these sums, and the steps' own losses, into the parameters.
/// </summary>
internal sealed class WindowScheme<T, TState>(Truncation truncation) : ITruncationScheme<T, TState>, IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    // Steps on the tape at once: beyond, pieces are recorded from the last to the first, from states kept on the way there.
    private const int PieceSteps = 512;

    // Elements of the Jacobians that two stacks may keep where nobody has asked for them: beyond, memory is worth more than the time saved.
    private const long MostJacobians = 1 << 26;

    private readonly List<Segment> _plan = [];
    private readonly SegmentScheme<T, TState> _oneByOne = new(truncation, Checkpointing.None);
    private readonly StateRows<T> _rows = new();
    private readonly StepRecord<T, TState> _record = new();
    private readonly List<CarriedState<T, TState>> _starts = [];
    private readonly Pullback<T> _pullback = new();
    private BandedAdjoints<T>? _banded;
    private TwoStackAdjoints<T>? _twoStack;
    private IWindowAdjoints<T>? _adjoints;
    private T[][] _sum = [];

    public long PulledRows => _pullback.Rows + _record.LossRows;

    // Segments are run by themselves where few of them overlap: that is one run of operations over whole segments.
    public static bool IsFor(Truncation truncation) => truncation.Algorithm switch
    {
        WindowAlgorithm.Segments => false,
        WindowAlgorithm.Automatic => truncation.Stride == 1 || truncation.Length > 2L * truncation.Stride,
        _ => truncation.Length is not null,
    };

    public void Dispose() => _oneByOne.Dispose();

    public void Follow(SequenceWalk<T, TState> walk)
    {
        SegmentPlan.Fill(_plan, truncation, walk.Sequence);
        if (walk.UpdatesInside || !LooksAtOwnSteps(walk.Sequence))
        {
            _oneByOne.Follow(walk);
            return;
        }

        for (int i = 0; i < _plan.Count; i++)
        {
            int first = i;
            while (i + 1 < _plan.Count && _plan[i + 1].Start <= _plan[i].End)
                i++;
            walk.AdvanceTo(_plan[first].Start);
            if (_plan[i].Start == _plan[first].Start)
                FollowOne(walk, _plan[first] with { End = _plan[i].End });
            else
                FollowTogether(walk, first, i);
        }
    }

    // A loss that reads the outputs of several steps cannot be run with one of them.
    private bool LooksAtOwnSteps(ISequence<T, TState> sequence)
    {
        foreach (Segment segment in _plan)
        {
            for (int step = segment.FirstLoss; step < segment.End; step++)
            {
                if (sequence.FirstStepRead(step, step + 1) < step)
                    return false;
            }
        }

        return true;
    }

    // Windows that begin at one step are one.
    private static void FollowOne(SequenceWalk<T, TState> walk, Segment segment)
    {
        TState start = walk.Enter();
        walk.Backward(walk.Run(in start, segment, out TState next));
        walk.Keep(next, segment.End);
    }

    private void FollowTogether(SequenceWalk<T, TState> walk, int first, int last)
    {
        int from = _plan[first].Start, end = _plan[last].End, index = last;
        bool isInitial = !walk.HasState;
        int pieces = KeepStarts(walk, from, end);
        if (IsTwoStack)
            _adjoints = TwoStack;
        else
            _adjoints = Banded;
        _adjoints.Begin(_rows, from);
        for (int piece = pieces - 1; piece >= 0; piece--)
        {
            int start = from + (piece * PieceSteps), stop = Math.Min(end, start + PieceSteps);
            walk.Tape.Reset();
            TState state = piece == 0 && isInitial ? walk.Sequence.InitialState(walk.Tape) : _starts[piece].Restore(walk.Tape);
            TState after = _record.Run(walk, _rows, in state, start, stop, isCut: piece > 0);
            if (piece == pieces - 1)
                walk.Keep(after, end);
            _record.TakeLosses(walk);
            if (truncation.Length > 1)
            {
                _record.FindAdjoints(_pullback);
                GoBack(walk.Tape, from, start, stop, ref index);
            }

            _record.Backward(walk);
        }
    }

    // The states that pieces begin with; says how many there are.
    private int KeepStarts(SequenceWalk<T, TState> walk, int from, int end)
    {
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

        return pieces;
    }

    // A window of one step has nothing to sum up.
    private bool IsTwoStack => truncation.Algorithm switch
    {
        WindowAlgorithm.TwoStack => truncation.Length > 1,
        WindowAlgorithm.Automatic => truncation.Stride == 1 && truncation.Length > (2L * _rows.Features) + 3 && Jacobians <= MostJacobians,
        _ => false,
    };

    // How many elements two stacks keep of the Jacobians of a window's steps.
    private double Jacobians => (truncation.Length!.Value - 1.0) * _rows.Batch * _rows.Features * _rows.Features;

    private BandedAdjoints<T> Banded => _banded ??= new BandedAdjoints<T>(_pullback);

    private TwoStackAdjoints<T> TwoStack => Jacobians > Array.MaxLength
        ? throw RnnErrors.TooManyJacobians(truncation, Jacobians, _rows.Batch, _rows.Features)
        : _twoStack ??= new TwoStackAdjoints<T>(truncation, _pullback);

    private void GoBack(Tape<T> tape, int from, int start, int stop, ref int index)
    {
        _rows.Reserve(ref _sum, 1);
        for (int step = stop - 1; step >= start; step--)
        {
            while (index > 0 && _plan[index].FirstLoss > step)
                index--;
            if (_adjoints!.TrySum(step, _sum))
                _record.AddSum(tape, step, _rows, _sum);
            if (step == from)
                continue;
            WindowStep<T> recorded = _record.Step(step, _plan[index]);
            if (!_adjoints.TryPull(in recorded))
                UseBanded(from, in recorded);
        }
    }

    // The first step back shows whether rows of the batch act on each other, before anything was summed up.
    private void UseBanded(int from, in WindowStep<T> step)
    {
        if (truncation.Algorithm == WindowAlgorithm.TwoStack)
            throw RnnErrors.RowsActOnEachOther();
        _adjoints = Banded;
        Banded.Begin(_rows, from);
        Banded.TryPull(in step);
    }
}

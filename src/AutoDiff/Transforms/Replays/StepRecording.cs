using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff;

// One step on a tape of its own: run by the program's function once, and from then on from the list of its entries.
internal sealed class StepRecording<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<Observed> _observed;
    private readonly int[] _counts;
    private readonly int _epoch;
    private readonly Replicas<T>? _replicas = Replicas<T>.Entered;
    private ReplayLink[] _numbers = [], _leaves = [];
    private int[] _checks = [];
    private int[] _saved = [];
    private FlatProgram<T>? _forward;
    private SweepPlan<T>? _sweep;
    private bool _isSwept;
    private TapeMark _mark;
    private Storage.Arena<T>.Position _memory;

    public StepRecording(Tape<T> tape, Func<Tape<T>, Variable<T>> step, IReadOnlyList<Observed> observed)
    {
        (Tape, _observed) = (tape, observed);
        _counts = new int[observed.Count];
        for (int i = 0; i < _counts.Length; i++)
            _counts[i] = observed[i].Count;
        tape.Reset();
        Recorder = tape.BeginRecording(observed);
        try
        {
            Root = step(tape);
            if (Root.IsNull)
                throw ReplayErrors.NoResult();
            tape.Own(Root, nameof(Replay<>));
        }
        finally
        {
            tape.EndRecording();
        }

        _epoch = tape.Epoch;
        Obstacle = ObstacleOf();
    }

    public Tape<T> Tape { get; }

    public Variable<T> Root { get; }

    // Where observed numbers came in.
    public ReplayRecorder<T> Recorder { get; }

    // How many entries the step itself has, and how many whole numbers they were given.
    public int Count { get; private set; }

    public int Numbers { get; private set; }

    // Why it cannot be run again, as far as one recording shows it.
    public ReplayObstacle Obstacle { get; private set; }

    // Whether it was found to be what the step does.
    public bool IsAgreed { get; private set; }

    // The last run did not come to its end.
    public bool HasFailed { get; private set; }

    public bool IsStanding => Tape.Epoch == _epoch;

    public bool Fits() => HasCounts() && ReferenceEquals(_replicas, Replicas<T>.Entered);

    // Whether as much is observed now as when it was recorded.
    public bool HasCounts()
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_observed[i].Count != _counts[i])
                return false;
        }

        return true;
    }

    // From now on the function is not called again.
    public void Agree()
    {
        bool[] changing = Recorder.Changing(Count);
        FlatProgram<T> forward = new();
        for (int i = 0; i < Count; i++)
        {
            ref Entry<T> entry = ref Tape.EntryAt(i);
            if (!changing[i] || entry.Dispatcher is null || entry.Is(EntryFlags.View))
                continue;
            if (entry.Is(EntryFlags.Uniform))
                forward.Map(entry.Dispatcher, ValueOf(i, 0), entry.InputCount > 1 ? ValueOf(i, 1) : Storage.Block.None, entry.Value, entry.Shape.Count, accumulate: false);
            else
                forward.Compute(entry.Dispatcher, i, entry.Value, entry.Shape.Count, accumulate: false);
        }

        (_numbers, _leaves, _checks) = ([.. Recorder.Numbers], [.. Recorder.Leaves], [.. Recorder.Checks]);
        _saved = new int[_numbers.Sum(link => link.Count)];
        _forward = forward;
        IsAgreed = true;
        KeepUpToHere();
    }

    // Runs the step with what is observed now. Nothing has changed where that is refused.
    public void Forward()
    {
        Tape.Enter(nameof(Replay<>));
        Tape.EnterDerivative(nameof(Replay<>));
        Observe();
        HasFailed = true;
        Tape.ForgetAfter(in _mark, _memory);
        Tape.ReadParametersAgain();
        _forward!.Run(Tape);
        HasFailed = false;
    }

    // Adds the gradients, by a plan where one fits.
    public void Backward()
    {
        if (!IsAgreed || (_isSwept && _sweep?.Fits(Tape) != true))
        {
            Tape.Backward(Root);
            return;
        }

        HasFailed = true;
        if (_isSwept)
        {
            Tape.Pass.IntoParameters(_sweep!);
        }
        else
        {
            _sweep = Tape.Pass.IntoParametersWithPlan(Root);
            _isSwept = true;
            KeepUpToHere();
        }

        HasFailed = false;
    }

    private Storage.Block ValueOf(int entry, int input) => Tape.EntryAt(Tape.InputOf(entry, input)).Value;

    private void KeepUpToHere() => (_mark, _memory) = (Tape.Mark, Tape.Arena.Mark);

    // Puts what is observed in its place, if every operation takes it.
    private void Observe()
    {
        int saved = 0;
        foreach (ReplayLink link in _numbers)
        {
            Span<int> place = Tape.NumbersAt(link.Place, link.Count);
            place.CopyTo(_saved.AsSpan(saved));
            saved += link.Count;
            ((Observed<int>)_observed[link.Observed]).Values.Slice(link.From, link.Count).CopyTo(place);
        }

        Check();
        foreach (ReplayLink link in _leaves)
            ((Observed<T>)_observed[link.Observed]).Values.Slice(link.From, link.Count).CopyTo(Tape.ValuesAt(link.Place));
    }

    private void Check()
    {
        bool isTaken = false;
        try
        {
            foreach (int entry in _checks)
                Tape.EntryAt(entry).Dispatcher!.ShapeOf(Tape, entry);
            isTaken = true;
        }
        finally
        {
            if (!isTaken)
                PutBack();
        }
    }

    private void PutBack()
    {
        int saved = 0;
        foreach (ReplayLink link in _numbers)
        {
            _saved.AsSpan(saved, link.Count).CopyTo(Tape.NumbersAt(link.Place, link.Count));
            saved += link.Count;
        }
    }

    private ReplayObstacle ObstacleOf()
    {
        (Count, Numbers) = (Tape.Count, Tape.NumberCount);
        if (Recorder.Looked.Length > 0)
            return new ReplayObstacle(ReplayObstacleKind.Looked, Recorder.Looked);
        foreach (UsedParameter<T> used in Tape.UsedParameters)
        {
            if (used.Retained is not null)
                return new ReplayObstacle(ReplayObstacleKind.Retained, used.Parameter.Name);
        }

        for (int i = 0; i < _observed.Count; i++)
        {
            if (_counts[i] > 0 && !Recorder.IsLinked(i))
                return new ReplayObstacle(ReplayObstacleKind.NotGiven, _observed[i].Name);
        }

        if (Recorder.Unchecked is int number and >= 0)
            return new ReplayObstacle(ReplayObstacleKind.Unchecked, _observed[number].Name);
        for (int i = 0; i < Count; i++)
        {
            if (KindOf(in Tape.EntryAt(i), i) is ReplayObstacleKind kind and not ReplayObstacleKind.None)
                return new ReplayObstacle(kind, Tape.HandleOf(i).ToString());
        }

        return default;
    }

    private ReplayObstacleKind KindOf(in Entry<T> entry, int index) =>
        entry.Is(EntryFlags.Checkpoint) ? ReplayObstacleKind.Checkpoint
        : entry.Is(EntryFlags.Deferred | EntryFlags.Sketched) ? ReplayObstacleKind.Sketched
        : entry.Dispatcher is null && !(entry.Is(EntryFlags.Active) && entry.Attributes >= 0) && !Recorder.Knows(index) ? ReplayObstacleKind.Computed
        : ReplayObstacleKind.None;
}

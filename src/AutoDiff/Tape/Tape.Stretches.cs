using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoDiff.Storage;

namespace AutoDiff;

// Running a function of whose operations nothing is to stay.
public sealed partial class Tape<T>
{
    // The generations of the functions around the one being run, whose variables it may read, the outermost first.
    private readonly List<int> _outer = [];
    private int _lastGeneration = 1;

    // Whether values take memory that the sweep lends, and get back to it when they are forgotten, instead of the arena's end: beyond it
    // there may be gradients by then.
    private bool _lends;

    private EntryFlags Ownership => _lends ? EntryFlags.Lent : EntryFlags.None;

    // Whether a function is being run that will be run again.
    internal bool IsInStretch => _outer.Count > 0;

    internal Stretch<T> BeginStretch(bool lends)
    {
        Stretch<T> stretch = new(Mark, lends || _lends ? null : _arena.Mark, _lends);
        _outer.Add(_generation);
        _generation = ++_lastGeneration;
        _lends |= lends;
        return stretch;
    }

    internal void EndStretch(in Stretch<T> stretch)
    {
        LeaveRule();
        _lends = stretch.LentBefore;
        GiveBack(stretch.Mark, stretch.Memory);
        _generation = _outer[^1];
        _outer.RemoveAt(_outer.Count - 1);
    }

    // What is recorded from now on is there to stay as long as the entries around it.
    internal void StopLending(in Stretch<T> stretch) => _lends = stretch.LentBefore;

    // Whether values are to take what the sweep lends from now on; says whether they did.
    internal bool SetLending(bool lends)
    {
        bool before = _lends;
        _lends = lends;
        return before;
    }

    // Forgets the entries after a mark, and all memory taken since; not while memory is lent, which comes back by itself.
    internal void GiveBack(in TapeMark mark, Arena<T>.Position? memory)
    {
        _recorder?.Forget(in mark);
        Truncate(in mark);
        if (memory is { } position && !_lends)
            _arena.Release(position);
    }

    // Forgets the last entries of a function that was run again, from one on; the sweep is done with them.
    internal void ForgetFrom(int index)
    {
        if (index < _count)
            Truncate(Mark with { Entries = index, Inputs = _entries[index].FirstInput });
    }

    // Lets a function run as if no derivative were being computed.
    internal SuspendedSweep Suspend()
    {
        SuspendedSweep sweep = new(_sweeping, OfOperations, _leads, _tangents, Recording);
        _sweeping = false;
        OfOperations = false;
        _leads = null;
        _tangents = [];
        return sweep;
    }

    internal void Resume(in SuspendedSweep sweep)
    {
        _sweeping = sweep.Sweeping;
        OfOperations = sweep.OfOperations;
        _leads = sweep.Leads;
        _tangents = sweep.Tangents;
        _contributionCount = 0;
        Recording = sweep.Recording;
    }

    // Says of the entries that were just recorded which ones lead to what the sweep looks for.
    internal void ExtendLeads(int first)
    {
        if (_leads is null)
            return;
        if (_leads.Length < _count)
            Array.Resize(ref _leads, Math.Max(_count, 2 * _leads.Length));
        for (int i = first; i < _count; i++)
            _leads[i] = LeadsOn(i);
    }

    private void Call(string operation, Delegate function, ReadOnlySpan<Variable<T>> inputs, Span<Variable<T>> results)
    {
        results.Clear();
        if (function is WorkedFunction<T> single)
            results[0] = single(inputs);
        else
            ((CheckpointedFunction<T>)function)(inputs, results);
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i].IsNull)
                throw CheckpointErrors.NotSet(operation, i, results.Length);
            Own(results[i], operation);
        }
    }

    // The function must have recorded the same as before: the gradient of something else would pass for its own.
    private void RefuseChange(int head, in CheckpointCall call, in Stretch<T> stretch)
    {
        if (_returned.Count != call.Outputs)
            throw CheckpointErrors.OutputsDiffer(call.Outputs, _returned.Count);
        for (int i = 0; i < _returned.Count; i++)
        {
            Shape before = _entries[head + 1 + i].Shape;
            if (before != _returned[i].Shape)
                throw CheckpointErrors.ShapeDiffers(i, before, _returned[i].Shape);
            if (!_entries[head].Is(EntryFlags.Unpacked) && !MemoryMarshal.AsBytes(ValuesAt(head + 1 + i)).SequenceEqual(MemoryMarshal.AsBytes(ValuesAt(_returned[i].Entry))))
                throw CheckpointErrors.ValuesDiffer(i, before);
        }

        int operations = ListRead(in stretch, _inputs.AsSpan(_entries[head].FirstInput, _entries[head].InputCount));
        if (_read.Count > 0)
            throw CheckpointErrors.ReadsOther(Describe(HandleOf(_read[0])));
        if (_met.Count > 0)
            throw CheckpointErrors.ReadsOther(_met[0].Parameter.ToString());

        // Inside a map the operations of checkpoints inside stay with them.
        if (IsTracing ? operations < call.Operations : operations != call.Operations)
            throw CheckpointErrors.OperationsDiffer(call.Operations, operations);
    }

    // Memory for a value; whose it is, says `Ownership`.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Block Room(int length) => _lends ? Lend(length) : _arena.Allocate(length);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Block Lend(int length)
    {
        _hasScratch = true;
        return Recycler.Take(length);
    }

    // Whether the variables of a generation are there: those of the function or rule being run, and of what is around it.
    private bool IsOfNow(int generation) => generation == _generation || generation == _aroundRule || _outer.Contains(generation);
}

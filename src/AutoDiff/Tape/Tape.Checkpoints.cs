using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace AutoDiff;

// Functions whose results are kept and whose operations are not: an entry that knows the function, and behind it the results. To find
// derivatives the function is run again.
public sealed partial class Tape<T>
{
    // What the function that was run last has returned, read from outside and met for the first time.
    private readonly List<Returned> _returned = [];
    private readonly List<int> _read = [];
    private readonly List<int> _held = [];
    private readonly List<MetParameter<T>> _met = [];

    internal ReadOnlySpan<Returned> LastReturned => CollectionsMarshal.AsSpan(_returned);

    internal CheckpointCall CheckpointAt(int head) => Attributes<CheckpointCall>(_entries[head].Attributes);

    internal bool IsCheckpointHead(int index) => ReferenceEquals(_entries[index].Dispatcher, CheckpointDispatcher<T>.Head);

    // Applies a function without keeping what it records. Inside a batched map it is recorded as it is: there the map decides what is computed.
    // With a packer, what was recorded is kept beside it, and the function is not run again.
    internal void RunCheckpointed(Delegate function, ReadOnlySpan<Variable<T>> inputs, Span<Variable<T>> results, IValuePacker<T>? packer = null)
    {
        string operation = packer is null ? CheckpointErrors.Operation : CheckpointErrors.Packing;
        Enter(operation);
        Span<int> places = inputs.Length <= 64 ? stackalloc int[inputs.Length] : new int[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            places[i] = Own(inputs[i], operation);
        if (IsTracing || _deferring)
        {
            Call(operation, function, inputs, results);
            return;
        }

        Span<int> returned = results.Length <= 64 ? stackalloc int[results.Length] : new int[results.Length];
        T[] copies = [];
        int operations = 0;
        bool active = false;
        object kept = _substitutes.Count == 0 ? function : new SubstitutedFunction<T>(function, new(_substitutes));
        Stretch<T> stretch = BeginStretch(lends: false);
        try
        {
            Call(operation, function, inputs, results);
            for (int i = 0; i < results.Length; i++)
                returned[i] = results[i].Index;
            copies = ArrayPool<T>.Shared.Rent(ListReturned(results, stretch.Mark.Entries));
            foreach (ref readonly Returned value in LastReturned)
                ValuesAt(value.Entry).CopyTo(copies.AsSpan(value.Start));
            operations = ListRead(in stretch, places);
            active = _returned.Exists(value => value.IsActive);
            if (packer is not null && active)
            {
                kept = PackAway(packer, in stretch, places);

                // What its operations carry stays.
                stretch = stretch with { Mark = stretch.Mark with { AttributeBytes = _attributeBytes, Indices = _indexCount, Boxes = _boxes.Count } };
            }
        }
        finally
        {
            EndStretch(in stretch);
        }

        foreach (MetParameter<T> met in _met)
        {
            int leaf = Use(met.Parameter).Index;
            (met.IsRead ? _read : _held).Add(leaf);
        }

        int head = active ? AppendHead(kept, places, new CheckpointCall(0, places.Length, results.Length, _returned.Count, operations, _held.Count)) : -1;
        int first = _count;
        foreach (ref readonly Returned value in LastReturned)
        {
            int output = AppendOutput(in value, head);
            copies.AsSpan(value.Start, value.Shape.Count).CopyTo(ValuesAt(output));
        }

        ArrayPool<T>.Shared.Return(copies);
        for (int i = 0; i < results.Length; i++)
            results[i] = Outside(returned[i], stretch.Mark.Entries, first);
    }

    // Records again what a checkpoint's function did, by running it or from what was packed; what it returned is listed. Refuses one that did something else.
    internal void RunAgain(int head, in Stretch<T> stretch)
    {
        CheckpointCall call = CheckpointAt(head);
        object kept = KeptObject(call.Function);
        if (kept is PackedStretch<T> packed)
        {
            Unpack(head, packed);
            return;
        }

        Variable<T>[] buffer = ArrayPool<Variable<T>>.Shared.Rent(call.Inputs + call.Results);
        try
        {
            Span<Variable<T>> inputs = buffer.AsSpan(0, call.Inputs), results = buffer.AsSpan(call.Inputs, call.Results);
            for (int i = 0; i < call.Inputs; i++)
                inputs[i] = HandleOf(InputOf(head, i));
            CallAgain(head, kept, inputs, results);
            ListReturned(results, stretch.Mark.Entries);
        }
        finally
        {
            ArrayPool<Variable<T>>.Shared.Return(buffer, clearArray: true);
        }

        RefuseChange(head, in call, in stretch);
    }

    // The same where what is recorded stays with what is recorded around it.
    internal void RunWithin(int head) => RunAgain(head, new Stretch<T>(Mark, _arena.Mark, _lends));

    // The function's new values, each once. A parameter is not made by the function, though it may meet it first.
    private int ListReturned(ReadOnlySpan<Variable<T>> results, int first)
    {
        _returned.Clear();
        int length = 0;
        foreach (Variable<T> result in results)
        {
            int index = result.Index;
            ref Entry<T> entry = ref _entries[index];
            if (index < first || IsParameter(in entry) || IndexOfReturned(index) >= 0)
                continue;
            _returned.Add(new Returned(index, entry.Shape, entry.Is(EntryFlags.Active), length));
            length += entry.Shape.Count;
        }

        return length;
    }

    private int IndexOfReturned(int entry)
    {
        for (int i = 0; i < _returned.Count; i++)
        {
            if (_returned[i].Entry == entry)
                return i;
        }

        return -1;
    }

    // A result where it stands now: what the function was given is where it was, what it made stands among the outputs.
    private Variable<T> Outside(int result, int given, int outputs)
    {
        if (result < given)
            return HandleOf(result);
        int made = IndexOfReturned(result);
        return made >= 0 ? HandleOf(outputs + made) : Use(_met.Find(met => met.Entry == result).Parameter);
    }

    private static bool IsParameter(in Entry<T> entry) => entry.Dispatcher is null && entry.Is(EntryFlags.Active) && entry.Attributes >= 0;

    // The values that the function reads without being given them, each once, and the parameters that it met first; says how many
    // operations it records; checkpoints inside do not count, since what has been cut since then needs none. What is active, but only read
    // where nothing is differentiated, is listed apart.
    private int ListRead(in Stretch<T> stretch, ReadOnlySpan<int> given)
    {
        int operations = 0, first = stretch.Mark.Entries;
        _read.Clear();
        _met.Clear();
        foreach (int input in given)
            _entries[input].Flags |= EntryFlags.Seen;
        for (int i = first; i < _count; i++)
        {
            ref Entry<T> entry = ref _entries[i];
            operations += entry.Dispatcher is null or CheckpointDispatcher<T> ? 0 : 1;
            for (int input = 0; input < entry.InputCount; input++)
            {
                int index = _inputs[entry.FirstInput + input];
                if (_entries[index].Is(EntryFlags.Seen) || (_entries[index].Is(EntryFlags.Active) && !entry.Is(EntryFlags.Active)))
                    continue;
                _entries[index].Flags |= EntryFlags.Seen;
                if (index < first)
                    _read.Add(index);
            }
        }

        ListHeld(first);
        foreach (int input in given)
            _entries[input].Flags &= ~EntryFlags.Seen;
        foreach (int index in _read)
            _entries[index].Flags &= ~EntryFlags.Seen;
        foreach (int index in _held)
            _entries[index].Flags &= ~EntryFlags.Seen;
        for (int i = stretch.Mark.Parameters; i < _parameters.Count; i++)
            _met.Add(new MetParameter<T>(_parameters[i].Parameter, _parameters[i].Index, _entries[_parameters[i].Index].Is(EntryFlags.Seen)));
        foreach (ref Entry<T> entry in _entries.AsSpan(first, _count - first))
            entry.Flags &= ~EntryFlags.Seen;
        return operations;
    }

    private void ListHeld(int first)
    {
        _held.Clear();
        for (int i = first; i < _count; i++)
        {
            ref Entry<T> entry = ref _entries[i];
            for (int input = entry.Is(EntryFlags.Active) ? entry.InputCount : 0; input < ReadOf(in entry); input++)
            {
                int index = _inputs[entry.FirstInput + input];
                if (index >= first || _entries[index].Is(EntryFlags.Seen))
                    continue;
                _entries[index].Flags |= EntryFlags.Seen;
                _held.Add(index);
            }
        }
    }

    private int AppendHead(object function, ReadOnlySpan<int> inputs, CheckpointCall call)
    {
        int count = inputs.Length + _read.Count;
        Reserve(count + _held.Count);
        int index = AppendLeaf(new Shape(0), EntryFlags.Gradients);
        ref Entry<T> entry = ref _entries[index];
        entry.InputCount = count;
        inputs.CopyTo(_inputs.AsSpan(_inputCount));
        _read.CopyTo(_inputs, _inputCount + inputs.Length);
        _held.CopyTo(_inputs, _inputCount + count);
        _inputCount += count + _held.Count;
        _attributeBytes += Store(call with { Function = KeepObject(function) }, ref entry);
        SetDispatcher(ref entry, CheckpointDispatcher<T>.Head);
        entry.Flags |= EntryFlags.Checkpoint;
        return index;
    }

    private int AppendOutput(in Returned value, int head)
    {
        Reserve(1);
        Shape shape = value.Shape;
        int index = AppendLeaf(in shape, head >= 0 && value.IsActive ? EntryFlags.Gradients | EntryFlags.Checkpoint : EntryFlags.None);
        if (head < 0)
            return index;
        ref Entry<T> entry = ref _entries[index];
        entry.InputCount = 1;
        _inputs[_inputCount++] = head;
        SetDispatcher(ref entry, CheckpointDispatcher<T>.Output);
        return index;
    }
}

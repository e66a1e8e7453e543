using System;
using System.Buffers;
using System.Collections.Generic;
using AutoDiff.Storage;

namespace AutoDiff;

// Functions whose operations are kept beside the tape while their values are packed: the entries come back as they were, without the function.
public sealed partial class Tape<T>
{
    // Where what the packed function reads from outside stands among the inputs of the function's own entry.
    private readonly Dictionary<int, int> _outside = [];

    // Takes down what a function has recorded.
    private PackedStretch<T> PackAway(IValuePacker<T> packer, in Stretch<T> stretch, ReadOnlySpan<int> given)
    {
        int first = stretch.Mark.Entries;
        ListOutside(given);
        List<Entry<T>> entries = [];
        List<int> inputs = [];
        int[] places = new int[_count - first];
        int length = 0;
        for (int i = first; i < _count; i++)
        {
            Entry<T> entry = _entries[i];
            if (IsParameter(in entry))
                continue;
            places[i - first] = entries.Count;
            bool isActive = entry.Is(EntryFlags.Active), isView = isActive && entry.Is(EntryFlags.View);
            int firstInput = inputs.Count;
            for (int input = 0; isActive && input < ReadOf(in entry); input++)
                inputs.Add(_outside.TryGetValue(InputOf(i, input), out int outside) ? ~outside : places[InputOf(i, input) - first]);
            entry.Value = new Block(0, isView ? entry.Value.Offset - _entries[InputOf(i, 0)].Value.Offset : length);
            entry.FirstInput = firstInput;
            if (isActive)
                entry.Flags = (entry.Flags & ~EntryFlags.Lent) | EntryFlags.Unpacked;
            else
                (entry.Dispatcher, entry.InputCount, entry.Attributes, entry.Flags) = (null, 0, -1, EntryFlags.None);
            entries.Add(entry);
            length = checked(length + (isView ? 0 : Arena<T>.Padded(LengthOf(i))));
        }

        Returned[] results = _returned.ConvertAll(value => value with { Entry = places[value.Entry - first] }).ToArray();
        return new PackedStretch<T>(packer, PackValues(packer, first, length), length, [.. entries], [.. inputs], results);
    }

    private void ListOutside(ReadOnlySpan<int> given)
    {
        _outside.Clear();
        for (int i = 0; i < given.Length; i++)
            _outside.TryAdd(given[i], i);
        for (int i = 0; i < _read.Count; i++)
            _outside.Add(_read[i], given.Length + i);
        int count = given.Length + _read.Count;
        foreach (MetParameter<T> met in _met.FindAll(met => met.IsRead))
            _outside.Add(met.Entry, count++);
        foreach (int index in _held)
            _outside.Add(index, count++);
        foreach (MetParameter<T> met in _met.FindAll(met => !met.IsRead))
            _outside.Add(met.Entry, count++);
    }

    // One value after the other in one piece, wherever they stood.
    private object PackValues(IValuePacker<T> packer, int first, int length)
    {
        T[] values = ArrayPool<T>.Shared.Rent(length);
        try
        {
            int start = 0;
            for (int i = first; i < _count; i++)
            {
                ref Entry<T> entry = ref _entries[i];
                if (IsParameter(in entry) || (entry.Is(EntryFlags.Active) && entry.Is(EntryFlags.View)))
                    continue;
                int count = LengthOf(i), padded = Arena<T>.Padded(count);
                _arena.Span(entry.Value, count).CopyTo(values.AsSpan(start));
                values.AsSpan(start + count, padded - count).Clear();
                start += padded;
            }

            return packer.Pack(values.AsSpan(0, length)) ?? throw CheckpointErrors.NothingPacked(packer);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(values);
        }
    }

    // Puts the entries on the tape again, with their values in one piece of memory.
    private void Unpack(int head, PackedStretch<T> packed)
    {
        int all = AppendLeaf(new Shape(packed.Length), EntryFlags.None);
        packed.Packer.Unpack(packed.Values, ValuesAt(all));
        Block values = _entries[all].Value;
        int first = _count;
        foreach (ref readonly Entry<T> kept in packed.Entries.AsSpan())
        {
            int read = ReadOf(in kept);
            Reserve(read);
            int firstInput = _inputCount;
            foreach (int input in packed.Inputs.AsSpan(kept.FirstInput, read))
                _inputs[_inputCount++] = input >= 0 ? first + input : InputOf(head, ~input);
            ref Entry<T> entry = ref _entries[_count++];
            entry = kept;
            entry.FirstInput = firstInput;
            entry.Value = (kept.Is(EntryFlags.View) ? _entries[_inputs[firstInput]].Value : values).Skip(kept.Value.Offset);
        }

        _returned.Clear();
        foreach (Returned value in packed.Results)
            _returned.Add(value with { Entry = first + value.Entry });
    }
}

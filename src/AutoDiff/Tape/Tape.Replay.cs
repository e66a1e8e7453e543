using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoDiff.Storage;

namespace AutoDiff;

// Steps that are recorded once and run many times.
public sealed partial class Tape<T>
{
    private ReplayRecorder<T>? _recorder;

    // Watches what is recorded, while it is recorded.
    internal ReplayRecorder<T>? Recorder => _recorder;

    internal ReplayRecorder<T> BeginRecording(IReadOnlyList<Observed> observed) => _recorder = new ReplayRecorder<T>(this, observed);

    internal void EndRecording() => _recorder = null;

    // Counts what takes away from under a recorded step: resets, severings, versions of parameters.
    internal int Epoch { get; private set; }

    // Objects that operations carry, in the order in which they came.
    internal ReadOnlySpan<object> Objects => CollectionsMarshal.AsSpan(_boxes);

    // The whole numbers kept from a place on.
    internal Span<int> NumbersAt(int place, int count) => _indices.AsSpan(place - _indexBase, count);

    internal int NumberCount => _indexCount;

    // The parameters' present numbers are those that the tape has read: it is about to compute with them again.
    internal void ReadParametersAgain()
    {
        foreach (ref UsedParameter<T> used in CollectionsMarshal.AsSpan(_parameters))
        {
            if (used.Version != used.Parameter.Version)
                used = used with { Version = used.Parameter.Version };
        }
    }

    // Forgets what was computed after a recorded step. Handles to it are refused from now on: the next values have other numbers.
    internal void ForgetAfter(in TapeMark mark, Arena<T>.Position memory)
    {
        if (_count > mark.Entries)
        {
            int next = _count + _base;
            if (_numbers.Length < _entries.Length)
                Array.Resize(ref _numbers, _entries.Length);
            for (int i = _front; i < mark.Entries; i++)
                _numbers[i] = i + _base;
            _front = mark.Entries;
            _base = next - mark.Entries;
            (_severFile, _severLine) = ("", 0);
            Truncate(in mark);
        }

        _arena.Release(memory);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NoteRead(int index)
    {
        _recorder?.Read(index);
        if (_sweeping)
            Pass.NoteRead();
    }
}

using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff;

/// <summary>The inputs of an operation as its shape rule sees them.</summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct Operands<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly int _entry;

    internal Operands(Tape<T> tape, int entry)
    {
        _tape = tape;
        _entry = entry;
    }

    /// <summary>How many inputs there are.</summary>
    public int Count => _tape.EntryAt(_entry).InputCount;

    /// <summary>The shape of an input.</summary>
    /// <param name="input">Which input, from 0.</param>
    public ref readonly Shape this[int input]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _tape.EntryAt(_tape.AskedInputOf(_entry, input)).Shape;
    }

    /// <summary>The whole numbers kept with <see cref="Tape{T}.Keep"/>.</summary>
    /// <param name="indices">What <c>Keep</c> returned.</param>
    public ReadOnlySpan<int> Read(Indices indices)
    {
        _tape.Recorder?.Check(indices, _entry);
        return _tape.Read(indices);
    }
}

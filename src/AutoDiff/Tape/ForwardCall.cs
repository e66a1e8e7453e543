using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff;

/// <summary>One computation of an operation: its inputs, and the memory for its result.</summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct ForwardCall<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T> _tape;
    private readonly int _entry;

    internal ForwardCall(Tape<T> tape, int entry, Span<T> output, bool accumulate)
    {
        _tape = tape;
        _entry = entry;
        Output = output;
        Accumulate = accumulate;
    }

    /// <summary>Where the result goes, row-major; its contents are undefined unless <see cref="Accumulate"/> is set.</summary>
    public Span<T> Output { get; }

    /// <summary>Whether the result is to be added to the output instead of replacing it.</summary>
    public bool Accumulate { get; }

    /// <summary>The shape of the result.</summary>
    public ref readonly Shape OutputShape => ref _tape.EntryAt(_entry).Shape;

    /// <summary>Where to write what the reverse rule will read, as many elements as <see cref="IPrimitive{T}.SavedLength"/> says; empty where no gradient will flow.</summary>
    public Span<T> Saved => _tape.SavedAt(_entry);

    /// <summary>How many inputs there are.</summary>
    public int InputCount => _tape.EntryAt(_entry).InputCount;

    /// <summary>The elements of an input, row-major.</summary>
    /// <param name="input">Which input, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Input(int input) => _tape.ValuesAt(_tape.AskedInputOf(_entry, input));

    /// <summary>The shape of an input.</summary>
    /// <param name="input">Which input, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly Shape InputShape(int input) => ref _tape.EntryAt(_tape.AskedInputOf(_entry, input)).Shape;

    /// <summary>The whole numbers kept with <see cref="Tape{T}.Keep"/>.</summary>
    /// <param name="indices">What <c>Keep</c> returned.</param>
    public ReadOnlySpan<int> Read(Indices indices) => _tape.Read(indices);

    // An object that the operation was applied with.
    internal TObject Kept<TObject>(int place)
        where TObject : class => (TObject)_tape.KeptObject(place);
}

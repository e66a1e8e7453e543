using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// One application of an operation's batching rule: what was computed for one example is to be computed for all at once.
/// The examples lie along a new first axis.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct BatchCall<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Batching<T> _batching;
    private readonly int _entry;

    internal BatchCall(Batching<T> batching, int entry)
    {
        _batching = batching;
        _entry = entry;
    }

    /// <summary>The tape, for rules that need constants.</summary>
    public Tape<T> Tape => _batching.Tape;

    /// <summary>How many examples there are.</summary>
    public int Size => _batching.Size;

    /// <summary>How many inputs there are.</summary>
    public int InputCount => Tape.EntryAt(_entry).InputCount;

    /// <summary>The shape of the result for one example.</summary>
    public ref readonly Shape OutputShape => ref Tape.EntryAt(_entry).Shape;

    /// <summary>The shape of an input for one example.</summary>
    /// <param name="input">Which input, from 0.</param>
    public ref readonly Shape InputShape(int input) => ref Tape.EntryAt(Place(input)).Shape;

    /// <summary>Whether an input differs from example to example; at least one does.</summary>
    /// <param name="input">Which input, from 0.</param>
    public bool IsBatched(int input) => _batching.IsBatched(Place(input));

    /// <summary>An input: <c>[examples, ...]</c> if it is batched, else what all examples share.</summary>
    /// <param name="input">Which input, from 0.</param>
    public Variable<T> Input(int input) => _batching.Input(Place(input));

    /// <summary>An input as <c>[examples, ...]</c>, repeated if all examples share it.</summary>
    /// <param name="input">Which input, from 0.</param>
    public Variable<T> Batched(int input) => _batching.Batched(Place(input));

    // Every input as [examples, ...]; valid until the next question.
    internal ReadOnlySpan<Variable<T>> AllBatched() => _batching.AllBatched(_entry);

    /// <summary>
    /// An input that broadcasts against a batched result: a batched one has axes of length 1 after the first, so that each
    /// example has as many axes as <see cref="OutputShape"/>; a shared one stays as it is.
    /// </summary>
    /// <param name="input">Which input, from 0.</param>
    public Variable<T> Aligned(int input) => _batching.Aligned(Place(input), OutputShape.Rank);

    /// <summary>The whole rule of an operation that works element by element, with or without broadcasting: the same operation, applied to all examples.</summary>
    /// <returns>The result for all examples.</returns>
    public Variable<T> Elementwise() => _batching.Elementwise(_entry);

    /// <summary>
    /// Whole numbers once for each example, one example after the other; those of example <c>i</c> are larger by <c>i · step</c>, as
    /// numbers of rows are where examples are laid end to end.
    /// </summary>
    /// <param name="indices">What <see cref="Tape{T}.Keep"/> returned.</param>
    /// <param name="step">By how much numbers grow from one example to the next.</param>
    public Indices Repeat(Indices indices, int step = 0) => _batching.Repeat(indices, step);

    /// <summary>The whole numbers kept with <see cref="Tape{T}.Keep"/>.</summary>
    /// <param name="indices">What <c>Keep</c> returned.</param>
    public ReadOnlySpan<int> Read(Indices indices) => Tape.Read(indices);

    private int Place(int input) => Tape.AskedInputOf(_entry, input);
}

using System;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// What a step of training draws random numbers from: the sequence's key and the step's number. A cell that draws takes everything from
/// it and keeps nothing, so that a step run again (in an overlapping window, from a checkpoint, after a resume) sees the same masks.
/// </summary>
/// <remarks>
/// <c>default</c> draws nothing: evaluation. Element j of row i of a mask is decided by number <c>step · 2^32 + i · features + j</c> of the key's
/// stream, in rows of several lengths too, however they are packed.
/// </remarks>
public readonly record struct Noise
{
    private readonly PackedRows? _rows;

    /// <summary>The noise of a step.</summary>
    /// <param name="key">The sequence's key. Every sequence of training takes a new one.</param>
    /// <param name="step">The step's number in the sequence, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Noise(RandomKey key, int step = 0)
        : this(key, step, null)
    {
    }

    private Noise(RandomKey key, int step, PackedRows? rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        (IsOn, Key, Step, _rows) = (true, key, step, rows);
    }

    /// <summary>Whether anything is drawn: in training.</summary>
    public bool IsOn { get; }

    /// <summary>The sequence's key: for what lasts as long as the sequence.</summary>
    public RandomKey Key { get; }

    /// <summary>The step's number in the sequence.</summary>
    public int Step { get; }

    /// <summary>The noise of a new sequence.</summary>
    /// <param name="random">Gives one key; null in evaluation.</param>
    /// <param name="step">The number of the first step.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static Noise Draw(RandomStream? random, int step = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return random is null ? default : new Noise(random.Next(), step);
    }

    /// <summary>The noise of a later step of the same sequence.</summary>
    /// <param name="steps">How many steps later.</param>
    public Noise Later(int steps) => IsOn ? new Noise(Key, Step + steps, _rows) : default;

    /// <summary>Noise with numbers of its own, for something inside a cell: an inner cell, or one of several masks.</summary>
    /// <param name="branch">Which, from 0.</param>
    public Noise Fork(int branch) => IsOn ? new Noise(new RandomKey(Key.Seed, Mixed(Key.Stream, branch)), Step, _rows) : default;

    /// <summary>Drops elements, others at every step: see <see cref="Ops.Dropout"/>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="x">An array <c>[batch, ...]</c>.</param>
    /// <param name="probability">The probability of dropping.</param>
    /// <returns>An array of the same shape; <paramref name="x"/> itself in evaluation.</returns>
    /// <exception cref="ArgumentException">The probability is not in [0, 1).</exception>
    public Variable<T> Drop<T>(Variable<T> x, double probability)
        where T : unmanaged, IFloatingPointIeee754<T> => Drop(x, probability, (ulong)Step << 32);

    /// <summary>Drops elements, the same at every step of the sequence.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="x">An array <c>[batch, ...]</c>.</param>
    /// <param name="probability">The probability of dropping.</param>
    /// <returns>An array of the same shape; <paramref name="x"/> itself in evaluation.</returns>
    /// <exception cref="ArgumentException">The probability is not in [0, 1).</exception>
    public Variable<T> DropLocked<T>(Variable<T> x, double probability)
        where T : unmanaged, IFloatingPointIeee754<T> => Drop(x, probability, 0);

    // The noise of packed rows, of which a step has the longest.
    internal Noise Of(PackedRows rows) => IsOn ? new Noise(Key, Step, rows.IsSorted ? null : rows) : default;

    private Variable<T> Drop<T>(Variable<T> x, double probability, ulong first)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!IsOn)
            return x;
        if (_rows is null || probability == 0)
            return Ops.Dropout(x, probability, Key, first);
        Shape shape = x.Shape;
        Variable<T> flat = Ops.Reshape(x, new Shape(shape[0], shape.CountOf(1, shape.Rank)));
        return Ops.Reshape(Ops.DropoutRows(flat, probability, Key, _rows.Order[..shape[0]], first), shape);
    }

    // Another of 2^64 streams, as if drawn. Source: the finaliser of SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
    private static ulong Mixed(ulong stream, int branch)
    {
        ulong z = stream + ((ulong)(branch + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

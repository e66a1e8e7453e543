using System;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// What a step of training draws random numbers from: the sequence's key and the step's number. A cell that draws takes everything from
/// it and keeps nothing, so that a step run again (in an overlapping window, from a checkpoint, after a resume) sees the same masks.
/// </summary>
/// <remarks><c>default</c> draws nothing: evaluation.</remarks>
public readonly record struct Noise
{
    // A stream hands out keys from 0 on; a cell inside another takes the same keys that many numbers further on.
    private const ulong Depth = 1UL << 56;

    /// <summary>The noise of a step.</summary>
    /// <param name="key">The sequence's key. Every sequence of training takes a new one.</param>
    /// <param name="step">The step's number in the sequence, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Noise(RandomKey key, int step = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        (IsOn, Key, Step) = (true, key, step);
    }

    /// <summary>Whether anything is drawn: in training.</summary>
    public bool IsOn { get; }

    /// <summary>The sequence's key: for masks that last as long as the sequence.</summary>
    public RandomKey Key { get; }

    /// <summary>The step's number in the sequence: a mask of <c>n</c> elements for each step begins at element <c>step · n</c> of the key's numbers.</summary>
    public int Step { get; }

    /// <summary>The noise of a cell inside the one that this noise is for: numbers of its own.</summary>
    public Noise Inner => IsOn ? new Noise(new RandomKey(Key.Seed, Key.Stream + Depth), Step) : default;

    /// <summary>The noise of a new sequence.</summary>
    /// <param name="random">Gives one key; null in evaluation.</param>
    /// <param name="step">The number of the first step.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static Noise Draw(RandomStream? random, int step = 0) => random is null ? default : new Noise(random.Next(), step);

    /// <summary>The noise of a later step of the same sequence.</summary>
    /// <param name="steps">How many steps later.</param>
    public Noise Later(int steps) => IsOn ? new Noise(Key, Step + steps) : default;
}

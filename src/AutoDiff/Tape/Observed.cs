using System;

namespace AutoDiff;

/// <summary>Numbers that a replayed step observes, and that change from run to run: see <see cref="Observed{TValue}"/> and <see cref="Replay{T}"/>.</summary>
public abstract class Observed
{
    private protected Observed(string name) => Name = name;

    /// <summary>What reports and errors call it.</summary>
    public string Name { get; }

    /// <summary>How many numbers there are.</summary>
    public int Count { get; private protected set; }

    /// <summary>Name and count.</summary>
    public override string ToString() => $"{Name} ({Count})";
}

/// <summary>
/// A place for numbers that a replayed step observes: words, class indices, images. The step gives them to operations as <see cref="Values"/>, whole or in
/// slices; before each run the program puts the next ones there.
/// </summary>
/// <typeparam name="TValue"><see cref="int"/> for what operations look up, or the tape's element type for data.</typeparam>
/// <param name="name">What reports and errors call it.</param>
public sealed class Observed<TValue>(string name) : Observed(name)
    where TValue : unmanaged
{
    private TValue[] _values = [];

    /// <summary>The numbers. Give this very span, or slices of it, to operations: a copy of it would stay as it was when the step was recorded.</summary>
    public ReadOnlySpan<TValue> Values => _values.AsSpan(0, Count);

    /// <summary>Puts numbers in the place of those before. Another count of them makes another graph, which is recorded.</summary>
    /// <param name="values">The numbers; they are copied.</param>
    public void Set(ReadOnlySpan<TValue> values) => values.CopyTo(Write(values.Length));

    /// <summary>Room for numbers in the place of those before, to be filled; of as many as before it still holds them.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public Span<TValue> Write(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > _values.Length)
            _values = new TValue[count];
        Count = count;
        return _values.AsSpan(0, count);
    }

    // Where a span stands in the numbers, or -1.
    internal int Find(ReadOnlySpan<TValue> span) => Values.Overlaps(span, out int offset) && offset >= 0 && offset + span.Length <= Count ? offset : -1;
}

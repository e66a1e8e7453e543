using System;
using System.Diagnostics;

namespace AutoDiff;

/// <summary>
/// A value on a tape: a handle of tape, place and generation, cheap to copy. Operations on variables are recorded on
/// their tape; the numbers stay in the tape's memory until it is reset or disposed, after which the handle is refused.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct Variable<T> : IEquatable<Variable<T>>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    private readonly Tape<T>? _tape;

    internal Variable(Tape<T> tape, int number, int generation)
    {
        _tape = tape;
        Number = number;
        Generation = generation;
    }

    /// <summary>The tape that holds the value.</summary>
    /// <exception cref="TapeException">This is <c>default</c>, which is on no tape.</exception>
    public Tape<T> Tape => _tape ?? throw TapeErrors.NoTape();

    /// <summary>The lengths of the axes.</summary>
    /// <exception cref="TapeException">The value is gone.</exception>
    public Shape Shape => Tape.ShapeOf(this);

    /// <summary>The elements, row-major, where they lie on the tape; valid until the tape is reset or disposed.</summary>
    /// <exception cref="TapeException">The value is gone.</exception>
    public ReadOnlySpan<T> Values => Tape.ValuesOf(this);

    /// <summary>Whether a gradient flows through this value: it is a variable or parameter, or was computed from one while recording.</summary>
    /// <exception cref="TapeException">The value is gone.</exception>
    public bool IsActive => Tape.IsActive(this);

    // Which of all values that its tape has held since it was reset: it stays when values before it are forgotten.
    internal int Number { get; }

    // Where it stands on its tape now.
    internal int Index => _tape!.PlaceOf(this);

    internal int Generation { get; }

    internal bool IsNull => _tape is null;

    // The tape, or null where there is none.
    internal Tape<T>? Owner => _tape;

    /// <summary>Says whether two handles mean the same value.</summary>
    public static bool operator ==(Variable<T> left, Variable<T> right) => left.Equals(right);

    /// <summary>Says whether two handles mean different values.</summary>
    public static bool operator !=(Variable<T> left, Variable<T> right) => !left.Equals(right);

    /// <summary>The only element.</summary>
    /// <exception cref="ArgumentException">There is not exactly one element.</exception>
    /// <exception cref="TapeException">The value is gone.</exception>
    public T Item()
    {
        ReadOnlySpan<T> values = Values;
        if (values.Length != 1)
            TapeErrors.NotOneElement(Shape);
        return values[0];
    }

    /// <summary>A copy of the elements, row-major, that outlives the tape.</summary>
    /// <exception cref="TapeException">The value is gone.</exception>
    public T[] ToArray() => Values.ToArray();

    /// <inheritdoc/>
    public bool Equals(Variable<T> other) => ReferenceEquals(_tape, other._tape) && Number == other.Number && Generation == other.Generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Variable<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_tape, Number, Generation);

    /// <summary>The operation that made the value, its place and its shape, as in <c>#17 Tanh [3, 4]</c>.</summary>
    public override string ToString() => _tape is null ? "no variable" : _tape.Describe(this);
}

using System;
using System.Diagnostics.CodeAnalysis;

namespace AutoDiff;

// Compared and written as its value.
public readonly partial struct Dual<T>
{
    /// <inheritdoc/>
    public static bool operator ==(Dual<T> left, Dual<T> right) => left.Value == right.Value;

    /// <inheritdoc/>
    public static bool operator !=(Dual<T> left, Dual<T> right) => left.Value != right.Value;

    /// <inheritdoc/>
    public static bool operator <(Dual<T> left, Dual<T> right) => left.Value < right.Value;

    /// <inheritdoc/>
    public static bool operator >(Dual<T> left, Dual<T> right) => left.Value > right.Value;

    /// <inheritdoc/>
    public static bool operator <=(Dual<T> left, Dual<T> right) => left.Value <= right.Value;

    /// <inheritdoc/>
    public static bool operator >=(Dual<T> left, Dual<T> right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(object? obj) =>
        obj is null ? 1
            : obj is Dual<T> other ? CompareTo(other)
            : throw new ArgumentException($"CompareTo: another type: the other object is a {obj.GetType().Name}; need a {nameof(Dual<>)}.", nameof(obj));

    /// <inheritdoc/>
    public int CompareTo(Dual<T> other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool Equals(Dual<T> other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Dual<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(null, null);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => Value.ToString(format, formatProvider);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Value.TryFormat(destination, out charsWritten, format, provider);
}

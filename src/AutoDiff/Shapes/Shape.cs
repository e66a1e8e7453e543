using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff;

/// <summary>
/// The lengths of an array's axes, outermost first: <c>[batch, time, features]</c>.
/// Values are contiguous and row-major, so a shape is all that is needed to find an element.
/// </summary>
/// <remarks>
/// A shape has at most <see cref="MaxRank"/> axes and lives inline, so that recording an operation allocates nothing.
/// Rank 0 is a scalar with one element; an axis of length 0 makes an array without elements. Both are legal everywhere.
/// </remarks>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The largest number of axes.</summary>
    public const int MaxRank = 8;

    // Lengths past the rank are 0, so that two shapes are equal exactly when all their bytes are.
    private readonly Lengths _lengths;
    private readonly int _rank;

    // One less than the count: the default value is then a scalar, not an impossible shape.
    private readonly int _countLessOne;

    /// <summary>Makes a shape from its axes' lengths.</summary>
    /// <param name="lengths">The lengths, outermost axis first.</param>
    /// <exception cref="ArgumentException">
    /// There are more than <see cref="MaxRank"/> axes, a length is negative, or the element count exceeds <see cref="int.MaxValue"/>. An array
    /// without elements is no exception: its other lengths are counted, so that the elements between two axes always are a number.
    /// </exception>
    public Shape(params ReadOnlySpan<int> lengths)
    {
        if (lengths.Length > MaxRank)
            ShapeErrors.TooManyAxes(lengths);
        long count = 1;
        bool isEmpty = false;
        Span<int> own = _lengths;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] < 0)
                ShapeErrors.NegativeLength(lengths, i);
            own[i] = lengths[i];
            isEmpty |= lengths[i] == 0;
            count = Math.Min(count * Math.Max(lengths[i], 1), int.MaxValue + 1L);
        }

        if (count > int.MaxValue)
            ShapeErrors.TooManyElements(lengths);
        _rank = lengths.Length;
        _countLessOne = isEmpty ? -1 : (int)count - 1;
    }

    /// <summary>The shape of a scalar: no axes, one element.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of axes.</summary>
    public int Rank => _rank;

    /// <summary>The number of elements: the product of the lengths, 1 for a scalar.</summary>
    public int Count => _countLessOne + 1;

    /// <summary>The lengths, outermost axis first.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int> Axes => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Lengths, int>(ref Unsafe.AsRef(in _lengths)), _rank);

    /// <summary>The length of an axis; a negative axis counts from the end, so that <c>shape[-1]</c> is the innermost.</summary>
    /// <param name="axis">The axis, from <c>-Rank</c> to <c>Rank - 1</c>.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public int this[int axis] => _lengths[Axis(axis, nameof(Shape))];

    /// <summary>The length of an axis; <c>shape[^1]</c> is the innermost.</summary>
    /// <param name="axis">The axis, from either end.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Without it the compiler would count from <see cref="Count"/>, the number of elements.</remarks>
    public int this[Index axis] => this[!axis.IsFromEnd ? axis.Value : axis.Value > 0 ? -axis.Value : _rank];

    /// <summary>Says whether two shapes have the same axes.</summary>
    public static bool operator ==(in Shape left, in Shape right) => left.Same(in right);

    /// <summary>Says whether two shapes differ in an axis.</summary>
    public static bool operator !=(in Shape left, in Shape right) => !left.Same(in right);

    /// <summary>
    /// The shape that two operands take together: axes are aligned at the end, and a missing axis or one of length 1 stretches to the other's length.
    /// </summary>
    /// <param name="a">The first operand's shape.</param>
    /// <param name="b">The second operand's shape.</param>
    /// <param name="operation">Who asks, for the error's text.</param>
    /// <exception cref="ArgumentException">Two lengths differ and neither is 1.</exception>
    /// <remarks>Source: NumPy, "Broadcasting", general rules.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Shape Broadcast(in Shape a, in Shape b, string operation) => a.Same(in b) ? a : Stretch(in a, in b, operation);

    /// <summary>Whether this shape stretches to <paramref name="target"/> by broadcasting.</summary>
    /// <param name="target">The larger shape.</param>
    public bool BroadcastsTo(in Shape target)
    {
        if (_rank > target._rank)
            return false;
        for (int fromEnd = 1; fromEnd <= _rank; fromEnd++)
        {
            int length = LengthFromEnd(fromEnd);
            if (length != 1 && length != target.LengthFromEnd(fromEnd))
                return false;
        }

        return true;
    }

    /// <summary>The axis as a number from 0 to <c>Rank - 1</c>; a negative one counts from the end.</summary>
    /// <param name="axis">The axis, from <c>-Rank</c> to <c>Rank - 1</c>.</param>
    /// <param name="operation">Who asks, for the error's text.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public int Axis(int axis, string operation)
    {
        int at = axis < 0 ? axis + _rank : axis;
        if ((uint)at >= (uint)_rank)
            ShapeErrors.NoSuchAxis(operation, axis, this);
        return at;
    }

    /// <summary>The product of the lengths from axis <paramref name="first"/> up to, not including, axis <paramref name="end"/>.</summary>
    /// <param name="first">The first axis counted.</param>
    /// <param name="end">The first axis no longer counted.</param>
    public int CountOf(int first, int end)
    {
        int count = 1;
        for (int axis = first; axis < end; axis++)
            count *= _lengths[axis];
        return count;
    }

    /// <summary>This shape with one axis of another length.</summary>
    /// <param name="axis">The axis, which may count from the end.</param>
    /// <param name="length">Its new length.</param>
    /// <exception cref="ArgumentException">There is no such axis, or the length is negative.</exception>
    public Shape With(int axis, int length)
    {
        Span<int> lengths = stackalloc int[MaxRank];
        Axes.CopyTo(lengths);
        lengths[Axis(axis, nameof(Shape))] = length;
        return new Shape(lengths[.._rank]);
    }

    /// <summary>This shape with a new axis before <paramref name="axis"/>; <c>Rank</c> appends it.</summary>
    /// <param name="axis">Where the new axis stands in the result, from 0 to <c>Rank</c>.</param>
    /// <param name="length">Its length.</param>
    /// <exception cref="ArgumentException">There is no such place, the length is negative, or the shape has <see cref="MaxRank"/> axes already.</exception>
    public Shape Insert(int axis, int length)
    {
        if ((uint)axis > (uint)_rank)
            ShapeErrors.NoSuchAxis(nameof(Insert), axis, this);
        Span<int> lengths = stackalloc int[MaxRank + 1];
        Axes[..axis].CopyTo(lengths);
        lengths[axis] = length;
        Axes[axis..].CopyTo(lengths[(axis + 1)..]);
        return new Shape(lengths[..(_rank + 1)]);
    }

    /// <summary>This shape without one axis.</summary>
    /// <param name="axis">The axis, which may count from the end.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Shape Remove(int axis)
    {
        int at = Axis(axis, nameof(Remove));
        Span<int> lengths = stackalloc int[MaxRank];
        Axes[..at].CopyTo(lengths);
        Axes[(at + 1)..].CopyTo(lengths[at..]);
        return new Shape(lengths[..(_rank - 1)]);
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Same(in other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Same(in other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int length in Axes)
            hash.Add(length);
        return hash.ToHashCode();
    }

    /// <summary>The lengths in brackets, as in <c>[20, 200]</c>; <c>[]</c> for a scalar.</summary>
    public override string ToString() => ShapeErrors.Text(Axes);

    // A length as a shape takes it.
    internal static int Length(long length)
    {
        if (length > int.MaxValue)
            ShapeErrors.TooLong(length);
        return (int)length;
    }

    // The length `fromEnd` axes from the end (1 = innermost); 1 where the shape has no such axis.
    internal int LengthFromEnd(int fromEnd) => fromEnd > _rank ? 1 : _lengths[_rank - fromEnd];

    // Recording compares two shapes per operation: five 8-byte compares without a loop.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Same(in Shape other)
    {
        ref long mine = ref Unsafe.As<Shape, long>(ref Unsafe.AsRef(in this));
        ref long its = ref Unsafe.As<Shape, long>(ref Unsafe.AsRef(in other));
        return ((mine ^ its)
            | (Unsafe.Add(ref mine, 1) ^ Unsafe.Add(ref its, 1))
            | (Unsafe.Add(ref mine, 2) ^ Unsafe.Add(ref its, 2))
            | (Unsafe.Add(ref mine, 3) ^ Unsafe.Add(ref its, 3))
            | (Unsafe.Add(ref mine, 4) ^ Unsafe.Add(ref its, 4))) == 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Shape Stretch(in Shape a, in Shape b, string operation)
    {
        int rank = Math.Max(a._rank, b._rank);
        Span<int> lengths = stackalloc int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++)
        {
            int of = a.LengthFromEnd(fromEnd), other = b.LengthFromEnd(fromEnd);
            if (of != other && of != 1 && other != 1)
                ShapeErrors.CannotBroadcast(operation, a, b, fromEnd);
            lengths[rank - fromEnd] = of == 1 ? other : of;
        }

        return new Shape(lengths);
    }

    [InlineArray(MaxRank)]
    private struct Lengths
    {
        private int _first;
    }
}

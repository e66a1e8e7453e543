using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AutoDiff;

// A split is a slice for each part; its cases stand with Slice.
public static partial class Ops
{
    /// <summary>Equal parts of an axis, one after the other: the opposite of <see cref="Concatenate"/>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="count">How many parts; it divides the length of the axis.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or its length is not a multiple of the count.</exception>
    /// <remarks>
    /// Derivatives and cost are those of <see cref="Slice{T}(Variable{T}, int, int, int)"/>, once for each part. Allocates the array; the overload with a span
    /// of results allocates nothing.
    /// </remarks>
    public static Variable<T>[] Split<T>(Variable<T> x, int axis, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        EqualParts(x.Shape, axis, count);
        Variable<T>[] parts = new Variable<T>[count];
        Split(x, axis, parts.AsSpan());
        return parts;
    }

    /// <summary>Parts of an axis of the given lengths, one after the other: the opposite of <see cref="Concatenate"/>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="lengths">The parts' lengths; together the length of the axis.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or the lengths are not together as long.</exception>
    /// <remarks>
    /// Derivatives and cost are those of <see cref="Slice{T}(Variable{T}, int, int, int)"/>, once for each part. Allocates the array; the overload with a span
    /// of results allocates nothing.
    /// </remarks>
    public static Variable<T>[] Split<T>(Variable<T> x, int axis, ReadOnlySpan<int> lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] parts = new Variable<T>[lengths.Length];
        Split(x, axis, lengths, parts);
        return parts;
    }

    /// <summary>Equal parts of an axis, as many as there is room for.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="parts">Where the parts go; their number divides the length of the axis.</param>
    /// <exception cref="ArgumentException">There is no such axis, or its length is not a multiple of the number of parts.</exception>
    /// <remarks>Derivatives and cost are those of <see cref="Slice{T}(Variable{T}, int, int, int)"/>, once for each part.</remarks>
    public static void Split<T>(Variable<T> x, int axis, Span<Variable<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = EqualParts(x.Shape, axis, parts.Length);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = Slice(x, axis, i * length, length);
    }

    /// <summary>Parts of an axis of the given lengths, one after the other.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="lengths">The parts' lengths; together the length of the axis.</param>
    /// <param name="parts">Where the parts go, one for each length.</param>
    /// <exception cref="ArgumentException">There is no such axis, the lengths are not together as long, or there are more or fewer lengths than parts.</exception>
    /// <remarks>Derivatives and cost are those of <see cref="Slice{T}(Variable{T}, int, int, int)"/>, once for each part.</remarks>
    public static void Split<T>(Variable<T> x, int axis, ReadOnlySpan<int> lengths, Span<Variable<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape whole = x.Shape;
        int at = whole.Axis(axis, nameof(Split));
        long sum = 0;
        bool isNegative = false;
        foreach (int length in lengths)
        {
            sum += length;
            isNegative |= length < 0;
        }

        if (sum != whole[at] || isNegative)
            LengthsDoNotFill(whole, at, lengths);
        if (lengths.Length != parts.Length)
            PartsDiffer(lengths.Length, parts.Length);
        for (int i = 0, start = 0; i < parts.Length; i++)
        {
            parts[i] = Slice(x, at, start, lengths[i]);
            start += lengths[i];
        }
    }

    private static int EqualParts(Shape whole, int axis, int count)
    {
        int at = whole.Axis(axis, nameof(Split));
        if (count <= 0 || whole[at] % count != 0)
            DoesNotDivide(whole, at, count);
        return whole[at] / count;
    }

    [DoesNotReturn]
    private static void DoesNotDivide(Shape whole, int axis, int count) => throw new ArgumentException(
        $"{nameof(Split)}: no equal parts: {count} parts of axis {axis} of {whole}, which has length {whole[axis]}; "
            + "need a count of at least 1 that divides the length. Give the parts' lengths instead?");

    [DoesNotReturn]
    private static void LengthsDoNotFill(Shape whole, int axis, ReadOnlySpan<int> lengths) => throw new ArgumentException(
        $"{nameof(Split)}: the parts do not fill the axis: lengths {ShapeErrors.Text(lengths)}, but axis {axis} of {whole} has length {whole[axis]}; "
            + $"need lengths of 0 or more that add up to {whole[axis]}.");

    [DoesNotReturn]
    private static void PartsDiffer(int lengths, int parts) => throw new ArgumentException(
        $"{nameof(Split)}: {lengths} lengths but room for {parts} parts; need one of each.");
}

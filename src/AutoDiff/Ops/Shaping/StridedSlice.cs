using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>A part of one axis, given as C# gives parts: <c>Slice(x, 0, 1..^1)</c>; with a step, every step-th place of it.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="range">The part of the axis that is looked at, such as <c>2..5</c>, <c>..^1</c> or <c>..</c>.</param>
    /// <param name="step">
    /// How far it is from one place taken to the next, in places. The first one taken is the part's first; with a negative step it is the part's last, and they
    /// come backwards: <c>Slice(x, 0, .., -1)</c> is the whole axis reversed.
    /// </param>
    /// <returns>The places taken, ceil(range / |step|) of them.</returns>
    /// <exception cref="ArgumentException">There is no such axis, the range leaves it, or the step is 0.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Slice(xDot)</c>; <c>xBar</c> is <c>yBar</c> at its places, zeros elsewhere, and the reverse pass adds to these places
    /// alone. Saves nothing. Cost: with step 1 as <see cref="Slice{T}(Variable{T}, int, int, int)"/>, else a copy of what is taken. Source: elementary.
    /// </remarks>
    public static Variable<T> Slice<T>(Variable<T> x, int axis, Range range, int step = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape whole = x.Shape;
        int at = whole.Axis(axis, nameof(Slice));
        (int start, int count) = Part(in whole, at, range);
        if (step == 0)
            NoStep(range, at, whole);
        int distance = (int)Math.Min(Math.Abs((long)step), int.MaxValue), taken = (int)(((long)count + distance - 1) / distance);
        if (step > 0 && (step == 1 || taken <= 1))
            return Slice(x, at, start, taken);
        if (taken <= 1)
            return Slice(x, at, taken == 0 ? start : start + count - 1, taken);
        Span<int> steps = stackalloc int[Shape.MaxRank];
        for (int i = 0; i < whole.Rank; i++)
            steps[i] = whole.CountOf(i + 1, whole.Rank);
        int first = (step > 0 ? start : start + count - 1) * steps[at];
        steps[at] *= step;
        return Strided<T>.Of(x, new Walk(whole.With(at, taken), first, steps));
    }

    /// <summary>A part of every axis: <c>Slice(x, 1..3, .., ^2..)</c>, as <c>x[1:3, :, -2:]</c> elsewhere.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="ranges">The parts, from the first axis on; axes without one stay whole.</param>
    /// <returns>The elements that lie in all the parts.</returns>
    /// <exception cref="ArgumentException">There are more ranges than axes, or a range leaves its axis.</exception>
    /// <remarks>Derivative as for the other slices. Cost: where one axis is cut as <see cref="Slice{T}(Variable{T}, int, int, int)"/>, else one copy of the part.</remarks>
    public static Variable<T> Slice<T>(Variable<T> x, params ReadOnlySpan<Range> ranges)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape whole = x.Shape, part = whole;
        if (ranges.Length > whole.Rank)
            TooManyRanges(ranges.Length, whole);
        Span<int> steps = stackalloc int[Shape.MaxRank];
        int first = 0, cuts = 0, last = 0, lastStart = 0;
        for (int axis = 0; axis < whole.Rank; axis++)
        {
            steps[axis] = whole.CountOf(axis + 1, whole.Rank);
            if (axis >= ranges.Length)
                continue;
            (int start, int count) = Part(in whole, axis, ranges[axis]);
            if (count == whole[axis])
                continue;
            part = part.With(axis, count);
            first += start * steps[axis];
            (last, lastStart) = (axis, start);
            cuts++;
        }

        return cuts == 0 ? x
            : cuts == 1 ? Slice(x, last, lastStart, part[last])
            : Strided<T>.Of(x, new Walk(in part, first, steps));
    }

    /// <summary>One place of an axis, without the axis, counted from either end: <c>Select(x, 0, ^1)</c> is the last step of a sequence.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="index">The place.</param>
    /// <returns>What is there: <paramref name="x"/>'s shape without the axis.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or no such place on it.</exception>
    /// <remarks>As <see cref="Select{T}(Variable{T}, int, int)"/>.</remarks>
    public static Variable<T> Select<T>(Variable<T> x, int axis, Index index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape whole = x.Shape;
        return Select(x, axis, index.GetOffset(whole[whole.Axis(axis, nameof(Select))]));
    }

    internal static IEnumerable<WorkedCase<T>> StridedSliceCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return
        [
            Case(new Shape(7), 0, .., 2, 0, 4),
            Case(new Shape(7), 0, 1..6, 2, 1, 3),
            Case(new Shape(7), 0, .., -1, 6, 7),
            Case(new Shape(7), 0, 1..6, -2, 5, 3),
            Case(new Shape(3, 5), 1, ..^1, 3, 0, 2),
            Case(new Shape(6, 10), -2, .., 2, 0, 3),
            Case(new Shape(2, 4, 3), 1, .., -3, 3, 2),
            Case(new Shape(5, 2), 0, ^2.., 1, 3, 2),
            Case(new Shape(5, 2), 0, 1..4, 9, 1, 1),
            Case(new Shape(5, 2), 0, 1..4, -9, 3, 1),
            Case(new Shape(5, 2), 0, 2..2, -1, 2, 0),
            Case(new Shape(4, 0), 0, .., 2, 0, 2),
            Case(new Shape(4), 0, .., int.MinValue, 3, 1),
            new("Slice([4, 5, 6], 1..3, .., ^4..)", x => Slice(x[0], 1..3, .., ^4..), new WorkedInput(new Shape(4, 5, 6)))
            {
                Reference = Reference.Moved(new Shape(4, 5, 6), new Shape(2, 5, 4), at => (at[0], at[2]) = (at[0] + 1, at[2] + 2)),
            },
            new("Slice([4, 12], ..2, 1..11)", x => Slice(x[0], ..2, 1..11), new WorkedInput(new Shape(4, 12)))
            {
                Reference = Reference.Moved(new Shape(4, 12), new Shape(2, 10), at => at[1]++),
            },
            new("Slice([4, 5], .., 3..)", x => Slice(x[0], .., 3..), new WorkedInput(new Shape(4, 5))) { Reference = Reference.Slice(new Shape(4, 5), 1, 3, 2) },
            new("Slice([3], none)", x => Slice(x[0], []), new WorkedInput(new Shape(3))) { Reference = Reference.Of(v => v) },
            new("Select([3, 4], 0, ^1)", x => Select(x[0], 0, ^1), new WorkedInput(new Shape(3, 4))) { Reference = Reference.Slice(new Shape(3, 4), 0, 2, 1) },
            Refused("Slice([5, 3], 0, 2..7)", x => Slice(x[0], 0, 2..7), "Slice", "2..7", "axis 0", "[5, 3]", "length 5"),
            Refused("Slice([5, 3], 0, 3..1)", x => Slice(x[0], 0, 3..1), "Slice", "3..1", "[5, 3]"),
            Refused("Slice([5, 3], 0, ^6..)", x => Slice(x[0], 0, ^6..), "Slice", "^6..^0", "[5, 3]"),
            Refused("Slice([5, 3], 0, .., 0)", x => Slice(x[0], 0, .., 0), "Slice", "step is 0", "[5, 3]"),
            Refused("Slice([5, 3], 2, ..)", x => Slice(x[0], 2, ..), "Slice", "no axis 2", "[5, 3]"),
            Refused("Slice([5, 3], .., .., ..)", x => Slice(x[0], .., .., ..), "Slice", "3 ranges", "[5, 3]"),
            Refused("Slice([5, 3], .., 2..4)", x => Slice(x[0], .., 2..4), "Slice", "2..4", "axis 1", "[5, 3]"),
            Refused("Select([5, 3], 0, ^6)", x => Select(x[0], 0, ^6), "Select", "no index -1", "[5, 3]"),
        ];

        static WorkedCase<T> Case(Shape shape, int axis, Range range, int step, int first, int count)
        {
            int at = axis < 0 ? axis + shape.Rank : axis;
            return new($"Slice({shape}, {axis}, {range}, {step})", x => Slice(x[0], axis, range, step), new WorkedInput(shape))
            {
                Reference = Reference.Moved(shape, shape.With(at, count), place => place[at] = first + (place[at] * step)),
            };
        }

        static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
            new(name, function, new WorkedInput(new Shape(5, 3))) { Refusal = words };
    }

    private static (int Start, int Count) Part(in Shape whole, int axis, Range range)
    {
        int length = whole[axis], start = range.Start.GetOffset(length), end = range.End.GetOffset(length);
        if (start < 0 || end < start || end > length)
            RangeLeaves(range, axis, whole);
        return (start, end - start);
    }

    [DoesNotReturn]
    private static void RangeLeaves(Range range, int axis, Shape whole) => throw new ArgumentException(
        $"{nameof(Slice)}: the range leaves its axis: {range}, but axis {axis} of {whole} has length {whole[axis]}; "
            + $"need 0 <= start <= end <= {whole[axis]}. To go backwards, give the part in order and a negative step.");

    [DoesNotReturn]
    private static void NoStep(Range range, int axis, Shape whole) => throw new ArgumentException(
        $"{nameof(Slice)}: the step is 0: the range is {range} of axis {axis} of {whole}; need a step of 1 or more, or of -1 or less to go backwards.");

    [DoesNotReturn]
    private static void TooManyRanges(int ranges, Shape whole) => throw new ArgumentException(
        $"{nameof(Slice)}: more ranges than axes: {ranges} ranges, but {whole} has {whole.Rank} axes; need at most one for each axis.");
}

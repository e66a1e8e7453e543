using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AutoDiff;

// Copies side by side: broadcasts between two reshapes, so that only the copies cost. The cases stand with BroadcastTo.
public static partial class Ops
{
    /// <summary>The whole array again and again along an axis: <c>[a, b]</c> becomes <c>[a, b, a, b, a, b]</c> for a count of 3.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="count">How often, 0 or more.</param>
    /// <returns>The copies, the axis <paramref name="count"/> times as long; <paramref name="x"/> itself for 1.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or the count is negative.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Tile(xDot)</c>; <c>xBar</c> is the sum over the copies' <c>yBar</c>. Saves nothing. Source: NumPy, tile.
    /// </remarks>
    public static Variable<T> Tile<T>(Variable<T> x, int axis, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis, nameof(Tile));
        return Copies(x, in shape, at, at, count, nameof(Tile));
    }

    /// <summary>
    /// The whole array again and again along every axis: <c>Tile(x, [2, 3])</c> is twice <paramref name="x"/> along the first axis, three times along the
    /// second.
    /// </summary>
    /// <param name="x">Any array.</param>
    /// <param name="counts">How often along each axis, as many as there are axes, 0 or more each.</param>
    /// <returns>The copies.</returns>
    /// <exception cref="ArgumentException">There is not one count for each axis, or one is negative.</exception>
    /// <remarks>As <see cref="Tile{T}(Variable{T}, int, int)"/>, one axis after the other from the last on.</remarks>
    public static Variable<T> Tile<T>(Variable<T> x, ReadOnlySpan<int> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        if (counts.Length != shape.Rank)
            WrongCounts(counts, shape);
        foreach (int count in counts)
        {
            if (count < 0)
                NegativeCopies(nameof(Tile), count, shape);
        }

        for (int axis = shape.Rank - 1; axis >= 0; axis--)
            x = Tile(x, axis, counts[axis]);
        return x;
    }

    /// <summary>Every place of an axis again and again: <c>[a, b]</c> becomes <c>[a, a, a, b, b, b]</c> for a count of 3.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="count">How often, 0 or more.</param>
    /// <returns>The copies, the axis <paramref name="count"/> times as long; <paramref name="x"/> itself for 1.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or the count is negative.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Repeat(xDot)</c>; <c>xBar</c> is the sum over the copies' <c>yBar</c>. Saves nothing. For another count at each place,
    /// <see cref="Gather{T}(Variable{T}, int, ReadOnlySpan{int})"/>. Source: NumPy, repeat; PyTorch, repeat_interleave.
    /// </remarks>
    public static Variable<T> Repeat<T>(Variable<T> x, int axis, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis, nameof(Repeat));
        return Copies(x, in shape, at, at + 1, count, nameof(Repeat));
    }

    internal static IEnumerable<WorkedCase<T>> TileCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return
        [
            Tiled(new Shape(3), 0, 2),
            Tiled(new Shape(2, 3), 1, 3),
            Tiled(new Shape(2, 3, 2), -3, 2),
            Tiled(new Shape(2, 3), 0, 1),
            Tiled(new Shape(2, 3), 0, 0),
            Tiled(new Shape(0, 3), 1, 2),
            new("Tile([2, 3], [2, 3])", x => Tile(x[0], [2, 3]), new WorkedInput(new Shape(2, 3)))
            {
                Reference = Reference.Moved(new Shape(2, 3), new Shape(4, 9), at => (at[0], at[1]) = (at[0] % 2, at[1] % 3)),
            },
            new("Tile([], [])", x => Tile(x[0], []), new WorkedInput(Shape.Scalar)) { Reference = Reference.Of(v => v) },
            Repeated(new Shape(3), 0, 2),
            Repeated(new Shape(2, 3), 0, 3),
            Repeated(new Shape(2, 3, 2), -2, 2),
            Repeated(new Shape(2, 3), 1, 1),
            Repeated(new Shape(2, 3), 1, 0),
            Refused("Tile([2, 3], 2, 2)", x => Tile(x[0], 2, 2), "Tile", "no axis 2", "[2, 3]"),
            Refused("Tile([2, 3], 0, -1)", x => Tile(x[0], 0, -1), "Tile", "count -1", "[2, 3]"),
            Refused("Tile([2, 3], [2])", x => Tile(x[0], [2]), "Tile", "[2]", "[2, 3]"),
            Refused("Tile([2, 3], [-2, 2])", x => Tile(x[0], [-2, 2]), "Tile", "count -2", "[2, 3]"),
            Refused("Repeat([2, 3], 0, -1)", x => Repeat(x[0], 0, -1), "Repeat", "count -1", "[2, 3]"),
            Refused("Repeat([2, 3], -3, 1)", x => Repeat(x[0], -3, 1), "Repeat", "no axis -3", "[2, 3]"),
        ];

        static WorkedCase<T> Tiled(Shape shape, int axis, int count)
        {
            int of = axis < 0 ? axis + shape.Rank : axis;
            return new($"Tile({shape}, {axis}, {count})", x => Tile(x[0], axis, count), new WorkedInput(shape))
            {
                Reference = Reference.Moved(shape, shape.With(of, shape[of] * count), at => at[of] %= shape[of]),
            };
        }

        static WorkedCase<T> Repeated(Shape shape, int axis, int count)
        {
            int of = axis < 0 ? axis + shape.Rank : axis;
            return new($"Repeat({shape}, {axis}, {count})", x => Repeat(x[0], axis, count), new WorkedInput(shape))
            {
                Reference = Reference.Moved(shape, shape.With(of, shape[of] * count), at => at[of] /= count),
            };
        }

        static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
            new(name, function, new WorkedInput(new Shape(2, 3))) { Refusal = words };
    }

    // The elements before `split` stay outside the copies, those behind it inside.
    private static Variable<T> Copies<T>(Variable<T> x, in Shape shape, int axis, int split, int count, string operation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count < 0)
            NegativeCopies(operation, count, shape);
        if (count == 1)
            return x;
        Shape y = shape.With(axis, Shape.Length((long)shape[axis] * count));
        int outer = shape.CountOf(0, split), inner = shape.CountOf(split, shape.Rank);
        return Reshape(BroadcastTo(Reshape(x, new Shape(outer, 1, inner)), new Shape(outer, count, inner)), y);
    }

    [DoesNotReturn]
    private static void NegativeCopies(string operation, int count, Shape shape) => throw new ArgumentException(
        $"{operation}: count {count} is negative: the shape is {shape}; need 0 or more copies.");

    [DoesNotReturn]
    private static void WrongCounts(ReadOnlySpan<int> counts, Shape shape) => throw new ArgumentException(
        $"{nameof(Tile)}: not one count for each axis: the counts are {ShapeErrors.Text(counts)}, the shape is {shape}; need {shape.Rank} counts, 1 where an axis stays.");
}

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AutoDiff;

// Axes of length 1 come and go without a copy: reshapes, whose cases stand with Reshape.
public static partial class Ops
{
    /// <summary>The same elements without the axes of length 1. Nothing is copied.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The elements under the shorter shape.</returns>
    /// <remarks>A <see cref="Reshape"/>.</remarks>
    public static Variable<T> Squeeze<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 1)
                shape = shape.Remove(axis);
        }

        return Reshape(x, shape);
    }

    /// <summary>The same elements without one axis of length 1. Nothing is copied.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <returns>The elements without the axis.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or it is longer than 1 or empty.</exception>
    /// <remarks>A <see cref="Reshape"/>. Unlike elsewhere, an axis of another length is an error, not passed over.</remarks>
    public static Variable<T> Squeeze<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis, nameof(Squeeze));
        if (shape[at] != 1)
            NotOne(at, shape);
        return Reshape(x, shape.Remove(at));
    }

    /// <summary>The same elements with a new axis of length 1. Nothing is copied.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axis">Where the new axis stands in the result; a negative one counts from the result's end.</param>
    /// <returns>The elements with the axis.</returns>
    /// <exception cref="ArgumentException">There is no such place, or the result would have more than <see cref="Shape.MaxRank"/> axes.</exception>
    /// <remarks>A <see cref="Reshape"/>.</remarks>
    public static Variable<T> Unsqueeze<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = axis < 0 ? axis + shape.Rank + 1 : axis;
        if ((uint)at > (uint)shape.Rank)
            OpErrors.NoSuchPlace(nameof(Unsqueeze), axis, shape);
        return Reshape(x, shape.Insert(at, 1));
    }

    internal static IEnumerable<WorkedCase<T>> SqueezeCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return
        [
            Case("Squeeze([1, 3, 1, 2])", x => Squeeze(x[0]), new Shape(1, 3, 1, 2)),
            Case("Squeeze([2, 3])", x => Squeeze(x[0]), new Shape(2, 3)),
            Case("Squeeze([2, 1, 3], 1)", x => Squeeze(x[0], 1), new Shape(2, 1, 3)),
            Case("Squeeze([1], -1)", x => Squeeze(x[0], -1), new Shape(1)),
            Case("Unsqueeze([2, 3], 1)", x => Unsqueeze(x[0], 1), new Shape(2, 3)),
            Case("Unsqueeze([2, 0], -1)", x => Unsqueeze(x[0], -1), new Shape(2, 0)),
            Case("Unsqueeze([], 0)", x => Unsqueeze(x[0], 0), Shape.Scalar),

            // The broadcast shows where the axis went.
            new("Unsqueeze([3], 1) * Unsqueeze([2], 0)", x => Unsqueeze(x[0], 1) * Unsqueeze(x[1], -2), new WorkedInput(new Shape(3)), new WorkedInput(new Shape(2)))
            {
                Reference = inputs => Reference.Elements(6, i => inputs[0][i / 2] * inputs[1][i % 2]),
            },
            Refused("Squeeze([2, 3], 1)", x => Squeeze(x[0], 1), "Squeeze", "axis 1", "[2, 3]", "length 3"),
            Refused("Squeeze([2, 3], 2)", x => Squeeze(x[0], 2), "Squeeze", "no axis 2", "[2, 3]"),
            Refused("Unsqueeze([2, 3], 3)", x => Unsqueeze(x[0], 3), "Unsqueeze", "axis 3", "[2, 3]"),
        ];

        static WorkedCase<T> Case(string name, WorkedFunction<T> function, Shape shape) => new(name, function, new WorkedInput(shape)) { Reference = Reference.Of(a => a) };

        static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
            new(name, function, new WorkedInput(new Shape(2, 3))) { Refusal = words };
    }

    [DoesNotReturn]
    private static void NotOne(int axis, Shape shape) => throw new ArgumentException(
        $"{nameof(Squeeze)}: only an axis of length 1 can go: axis {axis} of {shape} has length {shape[axis]}. Reshape, Select one place, or reduce over the axis?");
}

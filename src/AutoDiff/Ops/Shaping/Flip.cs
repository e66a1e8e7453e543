using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Axes read from their ends: <c>Flip(x, 0)[i, ...] = x[length - 1 - i, ...]</c>.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, each once; negative ones count from the end.</param>
    /// <returns>The elements in the new order, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <remarks>Derivative: <c>yDot = Flip(xDot)</c>; <c>xBar = Flip(yBar)</c>. Saves nothing. Cost: a copy. Source: elementary.</remarks>
    public static Variable<T> Flip<T>(Variable<T> x, params ReadOnlySpan<int> axes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        AxisSet flipped = AxisSet.Of(in shape, axes, keep: true, nameof(Flip));
        if (axes.IsEmpty || shape.Count == 0)
            return x;
        Span<int> steps = stackalloc int[Shape.MaxRank];
        int start = 0;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            steps[axis] = shape.CountOf(axis + 1, shape.Rank);
            if (!flipped.Contains(axis))
                continue;
            start += (shape[axis] - 1) * steps[axis];
            steps[axis] = -steps[axis];
        }

        return Strided<T>.Of(x, new Walk(in shape, start, steps));
    }

    internal static IEnumerable<WorkedCase<T>> FlipCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return
        [
            Case(new Shape(5), 0),
            Case(new Shape(3, 4), 1),
            Case(new Shape(3, 4), 0),
            Case(new Shape(2, 3, 4), 0, -1),
            Case(new Shape(2, 3, 20), 1),
            Case(new Shape(3), []),
            Case(new Shape(2, 0), 1),
            new("Flip([2, 3], 2)", x => Flip(x[0], 2), new WorkedInput(new Shape(2, 3))) { Refusal = ["Flip", "no axis 2", "[2, 3]"] },
            new("Flip([2, 3], 1, -1)", x => Flip(x[0], 1, -1), new WorkedInput(new Shape(2, 3))) { Refusal = ["Flip", "twice", "[2, 3]"] },
        ];

        static WorkedCase<T> Case(Shape shape, params int[] axes) => new($"Flip({shape}, {ShapeErrors.Text(axes)})", x => Flip(x[0], axes), new WorkedInput(shape))
        {
            Reference = Reference.Moved(shape, shape, at =>
            {
                foreach (int axis in axes)
                {
                    int of = axis < 0 ? axis + shape.Rank : axis;
                    at[of] = shape[of] - 1 - at[of];
                }
            }),
        };
    }
}

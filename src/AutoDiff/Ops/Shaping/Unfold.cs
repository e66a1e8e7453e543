using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Sliding windows along an axis: <c>y[..., w, ..., i] = x[..., w step + i, ...]</c>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis that the windows slide along; a negative one counts from the end.</param>
    /// <param name="size">The places in a window, from 1 to the axis's length.</param>
    /// <param name="step">How far it is from one window's start to the next one's, in places, at least 1.</param>
    /// <returns>The axis now counts windows, <c>(length - size) / step + 1</c> of them; a last axis is new and goes through a window.</returns>
    /// <exception cref="ArgumentException">
    /// There is no such axis, size or step is out of its range, or the result would have more than <see cref="Shape.MaxRank"/> axes.
    /// </exception>
    /// <remarks>
    /// Derivative: <c>yDot = Unfold(xDot)</c>; <c>xBar</c> adds up <c>yBar</c> of all the windows that a place is in, in their order. Saves nothing.
    /// Cost: a copy of every window. Places behind the last whole window are in none. Source: PyTorch, Tensor.unfold.
    /// </remarks>
    public static Variable<T> Unfold<T>(Variable<T> x, int axis, int size, int step = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape whole = x.Shape;
        int at = whole.Axis(axis, nameof(Unfold));
        if (size < 1 || size > whole[at])
            NoWindow(size, at, whole);
        if (step < 1)
            NoDistance(step);
        Span<int> steps = stackalloc int[Shape.MaxRank + 1];
        for (int i = 0; i < whole.Rank; i++)
            steps[i] = whole.CountOf(i + 1, whole.Rank);
        steps[whole.Rank] = steps[at];
        int windows = ((whole[at] - size) / step) + 1;
        steps[at] *= windows == 1 ? 1 : step;
        Shape part = whole.With(at, windows).Insert(whole.Rank, size);
        return Strided<T>.Of(x, new Walk(in part, 0, steps[..part.Rank]));
    }

    internal static IEnumerable<WorkedCase<T>> UnfoldCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return
        [
            Case(new Shape(7), 0, 3, 1),
            Case(new Shape(7), 0, 2, 2),
            Case(new Shape(7), -1, 7, 1),
            Case(new Shape(3, 6), 1, 3, 2),
            Case(new Shape(5, 4), 0, 2, 1),
            Case(new Shape(2, 40), 1, 16, 8),
            Case(new Shape(4), 0, 2, int.MaxValue),
            Case(new Shape(4, 0), 0, 2, 1),
            Refused("Unfold([5, 3], 0, 6)", x => Unfold(x[0], 0, 6), "Unfold", "size 6", "[5, 3]", "length 5"),
            Refused("Unfold([5, 3], 1, 0)", x => Unfold(x[0], 1, 0), "Unfold", "size 0", "axis 1"),
            Refused("Unfold([5, 3], 0, 2, 0)", x => Unfold(x[0], 0, 2, 0), "Unfold", "step 0"),
            Refused("Unfold([5, 3], 2, 2)", x => Unfold(x[0], 2, 2), "Unfold", "no axis 2", "[5, 3]"),
        ];

        static WorkedCase<T> Case(Shape shape, int axis, int size, int step)
        {
            int at = axis < 0 ? axis + shape.Rank : axis;
            Shape y = shape.With(at, ((shape[at] - size) / step) + 1).Insert(shape.Rank, size);
            return new($"Unfold({shape}, {axis}, {size}, {step})", x => Unfold(x[0], axis, size, step), new WorkedInput(shape))
            {
                Reference = inputs => Reference.Elements(y.Count, i =>
                {
                    int[] place = Reference.Coordinates(y, i);
                    place[at] = (place[at] * step) + place[^1];
                    return inputs[0][Reference.Index(shape, place[..^1])];
                }),
            };
        }

        static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
            new(name, function, new WorkedInput(new Shape(5, 3))) { Refusal = words };
    }

    [DoesNotReturn]
    private static void NoWindow(int size, int axis, Shape whole) => throw new ArgumentException(
        $"{nameof(Unfold)}: no such window: size {size}, but axis {axis} of {whole} has length {whole[axis]}; need 1 <= size <= {whole[axis]}. Pad first?");

    [DoesNotReturn]
    private static void NoDistance(int step) => throw new ArgumentException(
        $"{nameof(Unfold)}: step {step} from one window to the next; need 1 or more.");
}

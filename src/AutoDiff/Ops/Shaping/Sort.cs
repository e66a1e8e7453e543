using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// Orders are found on the values, then the elements are taken from their places, so the cases stand with TakeAlong.
public static partial class Ops
{
    /// <summary>The elements along an axis in order.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <returns>The elements of each line in order, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>
    /// Derivative: each element's goes where the element went: <c>yDot = xDot</c> in the same order, <c>xBar = yBar</c> put back. Equal
    /// elements keep their order in either direction, and each keeps its own derivative; -0 equals 0. NaN counts as larger than all: last
    /// in ascending order, first in descending. Saves the order. Cost: n log n comparisons for each line. Source: elementary.
    /// </remarks>
    public static Variable<T> Sort<T>(Variable<T> x, int axis = -1, bool descending = false)
        where T : unmanaged, IFloatingPointIeee754<T> => InOrder(x, axis, null, descending, default, false, nameof(Sort));

    /// <summary>The elements along an axis in order, and where they were.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <param name="places">Receives the place that each element of the result had on the axis, one for each, row-major.</param>
    /// <returns>The elements of each line in order, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or not room for as many places as elements.</exception>
    /// <remarks>As <see cref="Sort{T}(Variable{T}, int, bool)"/>.</remarks>
    public static Variable<T> Sort<T>(Variable<T> x, int axis, bool descending, Span<int> places)
        where T : unmanaged, IFloatingPointIeee754<T> => InOrder(x, axis, null, descending, places, true, nameof(Sort));

    /// <summary>Where the elements along an axis stand in order: <c>Sort(x)[i] = x[places[i]]</c> on every line.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <returns>The places, row-major, of <paramref name="x"/>'s shape. They are whole numbers, so no derivative flows through them.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Equal elements and NaN as for <see cref="Sort{T}(Variable{T}, int, bool)"/>. Nothing is recorded.</remarks>
    public static int[] ArgSort<T>(Variable<T> x, int axis = -1, bool descending = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis, nameof(ArgSort));
        int[] places = new int[shape.Count];
        Order.Lines(x.Values, shape[at], shape.CountOf(at + 1, shape.Rank), shape[at], descending, places);
        return places;
    }

    /// <summary>The largest elements along an axis, the largest first.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="count">How many, from 0 to the axis's length.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="smallest">Whether the smallest are taken instead, the smallest first.</param>
    /// <returns>The elements: <paramref name="x"/>'s shape with <paramref name="count"/> places on the axis.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or not as many places on it.</exception>
    /// <remarks>
    /// The first elements of <see cref="Sort{T}(Variable{T}, int, bool)"/>, with the same derivative, order of equals and of NaN, which counts as
    /// the largest. Cost: one pass over each line and n log(count) comparisons at worst.
    /// </remarks>
    public static Variable<T> TopK<T>(Variable<T> x, int count, int axis = -1, bool smallest = false)
        where T : unmanaged, IFloatingPointIeee754<T> => InOrder(x, axis, count, !smallest, default, false, nameof(TopK));

    /// <summary>The largest elements along an axis, the largest first, and where they are.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="count">How many, from 0 to the axis's length.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="smallest">Whether the smallest are taken instead, the smallest first.</param>
    /// <param name="places">Receives the place of each element of the result on the axis, one for each, row-major.</param>
    /// <returns>The elements: <paramref name="x"/>'s shape with <paramref name="count"/> places on the axis.</returns>
    /// <exception cref="ArgumentException">There is no such axis, not as many places on it, or not room for as many places as elements.</exception>
    /// <remarks>As <see cref="TopK{T}(Variable{T}, int, int, bool)"/>.</remarks>
    public static Variable<T> TopK<T>(Variable<T> x, int count, int axis, bool smallest, Span<int> places)
        where T : unmanaged, IFloatingPointIeee754<T> => InOrder(x, axis, count, !smallest, places, true, nameof(TopK));

    internal static IEnumerable<WorkedCase<T>> SortCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] places = new int[6];
        return
        [
            Case("Sort([5])", x => Sort(x[0]), new Shape(5), 0, 5, false),
            Case("Sort([3, 4], 0)", x => Sort(x[0], 0), new Shape(3, 4), 0, 3, false),
            Case("Sort([3, 4], -1, descending)", x => Sort(x[0], -1, true), new Shape(3, 4), 1, 4, true),
            Case("Sort([2, 5, 3], 1)", x => Sort(x[0], 1), new Shape(2, 5, 3), 1, 5, false),
            Case("Sort([2, 0])", x => Sort(x[0]), new Shape(2, 0), 1, 0, false),
            Case("TopK([7], 2)", x => TopK(x[0], 2), new Shape(7), 0, 2, true),
            Case("TopK([3, 40], 3)", x => TopK(x[0], 3), new Shape(3, 40), 1, 3, true),
            Case("TopK([20, 2], 2, 0, smallest)", x => TopK(x[0], 2, 0, smallest: true), new Shape(20, 2), 0, 2, false),
            Case("TopK([4], 4)", x => TopK(x[0], 4), new Shape(4), 0, 4, true),
            Case("TopK([2, 3], 0)", x => TopK(x[0], 0), new Shape(2, 3), 1, 0, true),
            new("Sort([2, 3], places) is TakeAlong", x => Sort(x[0], 1, false, places) * TakeAlong(x[0], 1, 3, places), new WorkedInput(new Shape(2, 3)))
            {
                ReadsNumbers = true,
                Reference = inputs => [.. inputs[0][..3].Order().Concat(inputs[0][3..].Order()).Select(v => v * v)],
            },
            new(
                "TopK([2, 4], 3, places) is TakeAlong",
                x => TopK(x[0], 3, 1, false, places) - (T.CreateTruncating(2) * TakeAlong(x[0], 1, 3, places)),
                new WorkedInput(new Shape(2, 4)))
            {
                ReadsNumbers = true,
                Reference = inputs => [.. inputs[0][..4].OrderDescending().Take(3).Concat(inputs[0][4..].OrderDescending().Take(3)).Select(v => -v)],
            },
            new("Sort of x and 0, the smaller", x => Select(Sort(Beside(x[0])), 0, 0), new WorkedInput(Shape.Scalar))
            {
                ReadsNumbers = true,
                Reference = Reference.Of(v => Math.Min(v, 0)),
                Specials =
                [
                    new([double.NaN], 0) { Slopes = [0] }, new([double.NegativeInfinity], double.NegativeInfinity) { Slopes = [1] },
                    new([0], 0) { Slopes = [1] }, new([-0.0], -0.0) { Slopes = [1] },
                ],
            },
            new("TopK of x and 0, the larger", x => Select(TopK(Beside(x[0]), 1), 0, 0), new WorkedInput(Shape.Scalar))
            {
                ReadsNumbers = true,
                Reference = Reference.Of(v => Math.Max(v, 0)),
                Specials = [new([double.NaN], double.NaN) { Slopes = [1] }, new([0], 0) { Slopes = [1] }],
            },
            Refused("Sort([2, 3], 2)", x => Sort(x[0], 2), "Sort", "no axis 2", "[2, 3]"),
            Refused("Sort([2, 3], 0, 5 places)", x => Sort(x[0], 0, false, places.AsSpan(0, 5)), "Sort", "5 places", "[2, 3]"),
            Refused("TopK([2, 3], 4)", x => TopK(x[0], 4), "TopK", "count 4", "[2, 3]", "length 3"),
            Refused("TopK([2, 3], -1)", x => TopK(x[0], -1), "TopK", "count -1", "[2, 3]"),
            Refused("TopK([2, 3], 1, 2)", x => TopK(x[0], 1, 2), "TopK", "no axis 2", "[2, 3]"),
        ];

        static Variable<T> Beside(Variable<T> x) => Stack(0, x, x.Tape.Constant(T.Zero));

        static WorkedCase<T> Case(string name, WorkedFunction<T> function, Shape shape, int axis, int count, bool descending)
        {
            Shape y = shape.With(axis, count);
            return new(name, function, new WorkedInput(shape))
            {
                ReadsNumbers = true,
                Reference = inputs => Reference.Elements(y.Count, i =>
                {
                    int[] at = Reference.Coordinates(y, i);
                    int place = at[axis];
                    double[] line = Reference.Elements(shape[axis], p =>
                    {
                        at[axis] = p;
                        return inputs[0][Reference.Index(shape, at)];
                    });
                    Array.Sort(line);
                    return descending ? line[^(place + 1)] : line[place];
                }),
            };
        }

        static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
            new(name, function, new WorkedInput(new Shape(2, 3))) { Refusal = words };
    }

    private static Variable<T> InOrder<T>(Variable<T> x, int axis, int? wanted, bool descending, Span<int> places, bool returnPlaces, string operation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis, operation), length = shape[at], count = wanted ?? length;
        if ((uint)count > (uint)length)
            NotAsMany(operation, count, at, shape);
        Shape y = shape.With(at, count);
        if (returnPlaces && places.Length != y.Count)
            PlacesDiffer(operation, places.Length, y);
        Indices indices = x.Tape.KeepRoom(y.Count, out Span<int> kept);
        Order.Lines(x.Values, length, shape.CountOf(at + 1, shape.Rank), count, descending, kept);
        if (returnPlaces)
            kept.CopyTo(places);
        return x.Tape.Apply(new TakeAlong<T>(indices, at, count), x);
    }

    [DoesNotReturn]
    private static void NotAsMany(string operation, int count, int axis, Shape shape) => throw new ArgumentException(
        $"{operation}: no such number of elements: count {count}, but axis {axis} of {shape} has length {shape[axis]}; need 0 <= count <= {shape[axis]}.");

    [DoesNotReturn]
    private static void PlacesDiffer(string operation, int places, Shape y) => throw new ArgumentException(
        $"{operation}: room for {places} places, but the result is {y}; need one for each of its {y.Count} elements.");
}

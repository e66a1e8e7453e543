using System;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Where the largest of all elements is.</summary>
    /// <param name="x">An array with elements.</param>
    /// <returns>Its place, counted row-major from 0: the first of several that tie, or the first NaN.</returns>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    /// <remarks>A plain number: nothing is recorded, and there is no derivative. Cost: linear in the elements.</remarks>
    public static int ArgMax<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => First(x, nameof(ArgMax), smallest: false);

    /// <summary>Where the largest elements along an axis are.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <returns>
    /// Their places on the axis, from 0, one for each element of <paramref name="x"/>'s shape without it, row-major: the first of several that tie, or
    /// the first NaN. Along the last axis they are what <see cref="Pick"/> takes.
    /// </returns>
    /// <exception cref="ArgumentException">There is no such axis, or nothing along it.</exception>
    /// <remarks>Plain numbers: nothing is recorded, and there is no derivative. Cost: linear in the elements.</remarks>
    public static int[] ArgMax<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> => First(x, axis, nameof(ArgMax), smallest: false);

    /// <summary>Where the smallest of all elements is.</summary>
    /// <param name="x">An array with elements.</param>
    /// <returns>Its place, counted row-major from 0: the first of several that tie, or the first NaN.</returns>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    /// <remarks>A plain number: nothing is recorded, and there is no derivative. Cost: linear in the elements.</remarks>
    public static int ArgMin<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => First(x, nameof(ArgMin), smallest: true);

    /// <summary>Where the smallest elements along an axis are.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <returns>
    /// Their places on the axis, from 0, one for each element of <paramref name="x"/>'s shape without it, row-major: the first of several that tie, or
    /// the first NaN. Along the last axis they are what <see cref="Pick"/> takes.
    /// </returns>
    /// <exception cref="ArgumentException">There is no such axis, or nothing along it.</exception>
    /// <remarks>Plain numbers: nothing is recorded, and there is no derivative. Cost: linear in the elements.</remarks>
    public static int[] ArgMin<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> => First(x, axis, nameof(ArgMin), smallest: true);

    private static int First<T>(Variable<T> x, string operation, bool smallest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Shape.Count == 0)
            OpErrors.NothingToCompare(operation, x.Shape, Shape.Scalar);
        return First(x.Values, 1, smallest);
    }

    private static int[] First<T>(Variable<T> x, int axis, string operation, bool smallest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis, operation), inner = shape.CountOf(at + 1, shape.Rank), block = shape[at] * inner;
        Shape result = shape.Remove(at);
        if (result.Count > 0 && shape.Count == 0)
            OpErrors.NothingToCompare(operation, shape, result);
        int[] places = new int[result.Count];
        for (int i = 0; i < places.Length; i++)
            places[i] = First(x.Values.Slice(i / inner * block, block)[(i % inner)..], inner, smallest);
        return places;
    }

    // The place of the first extreme, or of the first NaN, among every stride-th element.
    private static int First<T>(ReadOnlySpan<T> x, int stride, bool smallest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int best = 0;
        for (int i = 0, place = 0; i < x.Length; i += stride, place++)
        {
            T value = x[i], extreme = x[best * stride];
            if (T.IsNaN(value))
                return place;
            if (smallest ? value < extreme : value > extreme)
                best = place;
        }

        return best;
    }
}

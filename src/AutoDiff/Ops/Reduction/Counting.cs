using System;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>How many elements are not 0; NaN is not 0.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The number.</returns>
    /// <remarks>A plain number: nothing is recorded, and there is no derivative.</remarks>
    public static int CountNonZero<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => CountNonZero<T>(x.Values);

    /// <summary>How many elements are not 0 along an axis; NaN is not 0.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <returns>The numbers, one for each element of <paramref name="x"/>'s shape without the axis, row-major.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Plain numbers: nothing is recorded, and there is no derivative.</remarks>
    public static int[] CountNonZero<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> => CountNonZero(x, axis, nameof(CountNonZero));

    /// <summary>Whether any element is not 0; NaN is not 0.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The answer; false where there are no elements.</returns>
    /// <remarks>A plain value: nothing is recorded, and there is no derivative.</remarks>
    public static bool Any<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Values.ContainsAnyExcept(T.Zero);

    /// <summary>Whether any element along an axis is not 0; NaN is not 0.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <returns>The answers, one for each element of <paramref name="x"/>'s shape without the axis, row-major; false where there are no elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Plain values: nothing is recorded, and there is no derivative.</remarks>
    public static bool[] Any<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> => Array.ConvertAll(CountNonZero(x, axis, nameof(Any)), count => count > 0);

    /// <summary>Whether all elements are not 0; NaN is not 0.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The answer; true where there are no elements.</returns>
    /// <remarks>A plain value: nothing is recorded, and there is no derivative.</remarks>
    public static bool All<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => !x.Values.Contains(T.Zero);

    /// <summary>Whether all elements along an axis are not 0; NaN is not 0.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <returns>The answers, one for each element of <paramref name="x"/>'s shape without the axis, row-major; true where there are no elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Plain values: nothing is recorded, and there is no derivative.</remarks>
    public static bool[] All<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = x.Shape[x.Shape.Axis(axis, nameof(All))];
        return Array.ConvertAll(CountNonZero(x, axis, nameof(All)), count => count == length);
    }

    private static int[] CountNonZero<T>(Variable<T> x, int axis, string operation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis, operation), inner = shape.CountOf(at + 1, shape.Rank), block = shape[at] * inner;
        int[] counts = new int[shape.Remove(at).Count];
        ReadOnlySpan<T> values = x.Values;
        for (int i = 0; i < values.Length; i++)
            counts[(i / block * inner) + (i % inner)] += T.IsZero(values[i]) ? 0 : 1;
        return counts;
    }

    private static int CountNonZero<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = 0;
        foreach (T value in values)
            count += T.IsZero(value) ? 0 : 1;
        return count;
    }
}

using System;
using System.Collections.Generic;

namespace AutoDiff;

/// <summary>References for worked cases: functions on plain arrays, written as loops, that share nothing with the operations they judge.</summary>
public static class Reference
{
    /// <summary>A function of one number, applied to every element.</summary>
    /// <param name="function">The function.</param>
    public static Func<double[][], double[]> Of(Func<double, double> function) =>
        inputs => Array.ConvertAll(inputs[0], x => function(x));

    /// <summary>A function of two numbers, applied to every pair of elements of two arrays of one shape.</summary>
    /// <param name="function">The function.</param>
    public static Func<double[][], double[]> Of(Func<double, double, double> function) =>
        inputs => Elements(inputs[0].Length, i => function(inputs[0][i], inputs[1][i]));

    /// <summary>A function of three numbers, applied to every triple of elements of three arrays of one shape.</summary>
    /// <param name="function">The function.</param>
    public static Func<double[][], double[]> Of(Func<double, double, double, double> function) =>
        inputs => Elements(inputs[0].Length, i => function(inputs[0][i], inputs[1][i], inputs[2][i]));

    /// <summary>A function of two numbers with broadcasting.</summary>
    /// <param name="a">The first array's shape.</param>
    /// <param name="b">The second array's shape.</param>
    /// <param name="function">The function.</param>
    public static Func<double[][], double[]> Broadcast(Shape a, Shape b, Func<double, double, double> function)
    {
        Shape y = Shape.Broadcast(a, b, nameof(Broadcast));
        return inputs => Elements(y.Count, i => function(inputs[0][Source(y, i, a)], inputs[1][Source(y, i, b)]));
    }

    /// <summary>One array stretched to a shape.</summary>
    /// <param name="from">Its shape.</param>
    /// <param name="to">The shape that it broadcasts to.</param>
    public static Func<double[][], double[]> Broadcast(Shape from, Shape to) =>
        inputs => Elements(to.Count, i => inputs[0][Source(to, i, from)]);

    /// <summary>One array summed down to a shape that broadcasts to its own.</summary>
    /// <param name="from">Its shape.</param>
    /// <param name="to">The smaller shape.</param>
    public static Func<double[][], double[]> SumTo(Shape from, Shape to) => inputs =>
    {
        double[] sums = new double[to.Count];
        for (int i = 0; i < from.Count; i++)
            sums[Source(from, i, to)] += inputs[0][i];
        return sums;
    };

    /// <summary>The elements of one array that meet in each element of a shape that broadcasts to its own, in row-major order, made one number.</summary>
    /// <param name="from">The array's shape.</param>
    /// <param name="to">The smaller shape.</param>
    /// <param name="fold">What becomes of the elements that meet.</param>
    public static Func<double[][], double[]> FoldTo(Shape from, Shape to, Func<double[], double> fold) => inputs =>
    {
        List<double>[] groups = Array.ConvertAll(new double[to.Count], _ => new List<double>());
        for (int i = 0; i < from.Count; i++)
            groups[Source(from, i, to)].Add(inputs[0][i]);
        return Array.ConvertAll(groups, group => fold([.. group]));
    };

    /// <summary>Where element <paramref name="index"/> of an array lies in a smaller one that broadcasts to it.</summary>
    /// <param name="shape">The array's shape.</param>
    /// <param name="index">The element, counted row-major.</param>
    /// <param name="smaller">The shape that broadcasts to <paramref name="shape"/>.</param>
    public static int Source(Shape shape, int index, Shape smaller)
    {
        int source = 0, stride = 1;
        for (int fromEnd = 1; fromEnd <= smaller.Rank; fromEnd++)
        {
            int at = index % shape[-fromEnd];
            index /= shape[-fromEnd];
            source += smaller[-fromEnd] == 1 ? 0 : at * stride;
            stride *= smaller[-fromEnd];
        }

        return source;
    }

    /// <summary>An array from a formula for each element.</summary>
    /// <param name="count">How many elements.</param>
    /// <param name="element">The formula.</param>
    public static double[] Elements(int count, Func<int, double> element)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = element(i);
        return values;
    }

    /// <summary>A part of one axis.</summary>
    /// <param name="from">The array's shape.</param>
    /// <param name="axis">The axis, which may count from the end.</param>
    /// <param name="start">The first place.</param>
    /// <param name="count">How many places.</param>
    public static Func<double[][], double[]> Slice(Shape from, int axis, int start, int count)
    {
        Shape part = from.With(axis, count);
        int at = from.Axis(axis, nameof(Slice));
        return Moved(from, part, coordinates => coordinates[at] += start);
    }

    /// <summary>Arrays one after the other along an axis.</summary>
    /// <param name="axis">The axis, which may count from the end.</param>
    /// <param name="shapes">The arrays' shapes.</param>
    public static Func<double[][], double[]> Concatenate(int axis, params Shape[] shapes) => inputs =>
    {
        int at = shapes[0].Axis(axis, nameof(Concatenate)), length = 0;
        foreach (Shape shape in shapes)
            length += shape[at];
        Shape whole = shapes[0].With(at, length);
        return Elements(whole.Count, i =>
        {
            int[] coordinates = Coordinates(whole, i);
            int input = 0;
            while (coordinates[at] >= shapes[input][at])
                coordinates[at] -= shapes[input++][at];
            return inputs[input][Index(shapes[input], coordinates)];
        });
    };

    /// <summary>Elements moved: each one of the result is found by changing its coordinates into those of the source.</summary>
    /// <param name="from">The array's shape.</param>
    /// <param name="to">The result's shape.</param>
    /// <param name="move">Changes an element's coordinates in the result into those in the array.</param>
    public static Func<double[][], double[]> Moved(Shape from, Shape to, Action<int[]> move) => inputs => Elements(to.Count, i =>
    {
        int[] coordinates = Coordinates(to, i);
        move(coordinates);
        return inputs[0][Index(from, coordinates)];
    });

    /// <summary>Where element <paramref name="index"/> lies on each axis.</summary>
    /// <param name="shape">The array's shape.</param>
    /// <param name="index">The element, counted row-major.</param>
    public static int[] Coordinates(Shape shape, int index)
    {
        int[] coordinates = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            coordinates[axis] = index % shape[axis];
            index /= shape[axis];
        }

        return coordinates;
    }

    /// <summary>Which element, counted row-major, has the given coordinates.</summary>
    /// <param name="shape">The array's shape.</param>
    /// <param name="coordinates">Its place on each axis.</param>
    public static int Index(Shape shape, int[] coordinates)
    {
        int index = 0;
        for (int axis = 0; axis < shape.Rank; axis++)
            index = (index * shape[axis]) + coordinates[axis];
        return index;
    }
}

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
}

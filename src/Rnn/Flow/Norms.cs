using System;
using System.Numerics;

namespace AutoDiff.Rnn;

// Lengths of vectors that come in parts; sums in double, so that no float overflows on the way.
internal static class Norms
{
    public static double Squares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in values)
        {
            double x = double.CreateChecked(value);
            sum += x * x;
        }

        return sum;
    }

    public static double Of<T>(ReadOnlySpan<Variable<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (Variable<T> part in parts)
            sum += Squares(part.Values);
        return Math.Sqrt(sum);
    }

    // The squares of one block of the last axis, from whose beginning on blocks of equal width stand.
    public static double BlockSquares<T>(Variable<T> values, int block, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> all = values.Values;
        int row = values.Shape[-1];
        double sum = 0;
        for (int start = block * width; start < all.Length; start += row)
            sum += Squares(all.Slice(start, width));
        return sum;
    }

    // Copies off the tape, times a factor.
    public static T[][] Scaled<T>(ReadOnlySpan<Variable<T>> parts, double factor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T by = T.CreateChecked(factor);
        T[][] values = new T[parts.Length][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = parts[i].ToArray();
            for (int j = 0; j < values[i].Length; j++)
                values[i][j] *= by;
        }

        return values;
    }

    // A random direction of length 1.
    public static T[][] Direction<T>(ReadOnlySpan<Shape> shapes, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[][] drawn = new double[shapes.Length][];
        double sum = 0;
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] = new double[shapes[i].Count];
            for (int j = 0; j < drawn[i].Length; j++)
            {
                // By symmetric sums of uniform numbers: close enough to a normal distribution for a direction.
                drawn[i][j] = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
                sum += drawn[i][j] * drawn[i][j];
            }
        }

        double length = sum > 0 ? Math.Sqrt(sum) : 1;
        return Array.ConvertAll(drawn, part => Array.ConvertAll(part, value => T.CreateChecked(value / length)));
    }
}

using System;
using System.Numerics;

namespace AutoDiff.Rnn;

// Lengths of vectors that come in parts; sums in double, so that no float overflows on the way.
internal static class Norms
{
    // Sums of squares below have lost digits.
    private const double Least = 1e-280;

    // Where squares leave the range of double, those of the numbers divided by the largest are summed up.
    public static double Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = Squares(values, 1);
        if (sum is > Least and < double.PositiveInfinity)
            return Math.Sqrt(sum);
        double largest = 0;
        foreach (T value in values)
            largest = Math.Max(largest, Math.Abs(double.CreateChecked(value)));
        return largest is 0 or double.PositiveInfinity ? largest : largest * Math.Sqrt(Squares(values, largest));
    }

    public static double Of<T>(ReadOnlySpan<Variable<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double norm = 0;
        foreach (Variable<T> part in parts)
            norm = double.Hypot(norm, Of(part.Values));
        return norm;
    }

    // Of one block of the last axis, from whose beginning on blocks of equal width stand.
    public static double OfBlock<T>(Variable<T> values, int block, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> all = values.Values;
        int row = values.Shape[-1];
        double norm = 0;
        for (int start = block * width; start < all.Length; start += row)
            norm = double.Hypot(norm, Of(all.Slice(start, width)));
        return norm;
    }

    // Copies off the tape, divided by their length: its inverse may be out of range.
    public static T[][] Unit<T>(ReadOnlySpan<Variable<T>> parts, double length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[][] values = new T[parts.Length][];
        for (int i = 0; i < values.Length; i++)
            values[i] = Array.ConvertAll(parts[i].ToArray(), value => T.CreateChecked(double.CreateChecked(value) / length));
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

    private static double Squares<T>(ReadOnlySpan<T> values, double unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in values)
        {
            double x = double.CreateChecked(value) / unit;
            sum += x * x;
        }

        return sum;
    }
}

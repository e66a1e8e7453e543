using System;
using System.Collections.Generic;

namespace AutoDiff.Checking;

// Plain arithmetic on lists of arrays: the instruments must not depend on what they measure.
internal static class Vectors
{
    public static double[] Draw(Random random, int count, double low, double high)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = low + ((high - low) * random.NextDouble());
        return values;
    }

    // A direction for every array, of its own magnitude.
    public static double[][] Direction(Random random, double[][] at)
    {
        double[][] direction = new double[at.Length][];
        for (int i = 0; i < at.Length; i++)
        {
            double scale = Scale(at[i]);
            direction[i] = Draw(random, at[i].Length, -scale, scale);
        }

        return direction;
    }

    // An array's magnitude, 1 where it has none.
    public static double Scale(double[] values)
    {
        double scale = MaxAbs(values);
        return scale > 0 && double.IsFinite(scale) ? scale : 1;
    }

    public static double[][] Zeros(double[][] like) => Array.ConvertAll(like, array => new double[array.Length]);

    // x + step · direction.
    public static double[][] Along(double[][] x, double step, double[][] direction)
    {
        double[][] moved = new double[x.Length][];
        for (int i = 0; i < x.Length; i++)
            moved[i] = Combine(1, x[i], step, direction[i]);
        return moved;
    }

    public static double[] Combine(double a, double[] x, double b, double[] y)
    {
        double[] sum = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
            sum[i] = (a * x[i]) + (b * y[i]);
        return sum;
    }

    public static double[][] Combine(double a, double[][] x, double b, double[][] y)
    {
        double[][] sums = new double[x.Length][];
        for (int i = 0; i < x.Length; i++)
            sums[i] = Combine(a, x[i], b, y[i]);
        return sums;
    }

    public static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    public static double Dot(double[][] x, double[][] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += Dot(x[i], y[i]);
        return sum;
    }

    // The slope along a direction: an infinite slope of an element that stands still has no part in it.
    public static double SlopeAlong(double[][] gradient, double[][] direction)
    {
        double sum = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            for (int element = 0; element < gradient[i].Length; element++)
                sum += direction[i][element] == 0 ? 0 : gradient[i][element] * direction[i][element];
        }

        return sum;
    }

    public static double AbsDot(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += Math.Abs(x[i] * y[i]);
        return sum;
    }

    public static double AbsDot(double[][] x, double[][] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += AbsDot(x[i], y[i]);
        return sum;
    }

    public static double MaxAbs(double[] values)
    {
        double max = 0;
        foreach (double value in values)
            max = Math.Max(max, Math.Abs(value));
        return max;
    }

    public static double MaxAbs(IEnumerable<double[]> arrays)
    {
        double max = 0;
        foreach (double[] array in arrays)
            max = Math.Max(max, MaxAbs(array));
        return max;
    }

    // The first element that is further off than allowed, or -1. Equal infinities and two NaNs agree.
    public static int FirstFar(double[] actual, double[] expected, double allowed)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            if (!Close(actual[i], expected[i], allowed))
                return i;
        }

        return -1;
    }

    public static bool Close(double actual, double expected, double allowed) =>
        actual.Equals(expected) || Math.Abs(actual - expected) <= allowed;

    public static int FirstOtherBits(double[] actual, double[] expected)
    {
        for (int i = 0; i < actual.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(actual[i]) != BitConverter.DoubleToInt64Bits(expected[i]))
                return i;
        }

        return -1;
    }
}

using System;
using System.Numerics;

namespace AutoDiff.Checking;

// What an element type can resolve.
internal static class Precisions<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The distance from 1 to the next number.
    public static readonly double Epsilon = double.CreateChecked(T.BitIncrement(T.One) - T.One);

    public static readonly double LeastNormal = double.CreateChecked(T.Epsilon) / Epsilon;

    // How far two ways of computing one linear quantity may be apart, relative to the sum of its terms' magnitudes.
    public static readonly double Agreement = Math.Max(1e-10, 1e3 * Epsilon);

    public static bool IsDouble => typeof(T) == typeof(double);

    public static string Name => typeof(T) == typeof(float) ? "float" : typeof(T) == typeof(double) ? "double" : typeof(T).Name;

    public static T[] Round(double[] values) => Array.ConvertAll(values, T.CreateTruncating);

    public static double[] Widen(ReadOnlySpan<T> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = double.CreateTruncating(values[i]);
        return wide;
    }
}

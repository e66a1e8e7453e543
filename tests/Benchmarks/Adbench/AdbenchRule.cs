using System;
using System.IO;

namespace AutoDiff.Benchmarks.Adbench;

// The published benchmark's own rule for derivatives, element by element.
internal static class AdbenchRule
{
    public const double Tolerance = 1e-8;

    public static double Difference(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        if (expected.Length != actual.Length)
            return double.PositiveInfinity;
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(expected[i] - actual[i]) / Math.Max(1, Math.Abs(expected[i]) + Math.Abs(actual[i]));
            largest = double.IsFinite(difference) ? Math.Max(largest, difference) : double.PositiveInfinity;
        }

        return largest;
    }

    public static void Require(string problem, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        double difference = Difference(expected, actual);
        if (difference > Tolerance)
            throw new InvalidDataException($"{problem}: the derivatives of two programs differ by {difference:0.0e+0}; need {Tolerance:0e+0}.");
    }
}

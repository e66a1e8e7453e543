using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Properties;

// Numbers inside intervals, and simpler ones inside the same.
internal static class Numbers
{
    public static double[] Draw(Random random, int count, double low, double high) =>
        [.. Enumerable.Range(0, count).Select(_ => low + ((high - low) * random.NextDouble()))];

    // All of them rounder; a number that would leave its interval stays.
    public static IEnumerable<double[]> Simpler(double[] values, double low, double high)
    {
        foreach (int digits in new[] { 0, 1, 3 })
        {
            double[] rounder = Array.ConvertAll(values, value => Inside(Math.Round(value, digits), value, low, high));
            if (!rounder.SequenceEqual(values))
                yield return rounder;
        }
    }

    // Adding zero makes a zero of negative sign a plain one.
    private static double Inside(double candidate, double value, double low, double high) => candidate >= low && candidate <= high ? candidate + 0.0 : value;
}

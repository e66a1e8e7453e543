using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Benchmarks.Measuring;

internal static class Statistics
{
    public static double Median(IEnumerable<double> samples) => Quantile(samples, 0.5);

    // The middle half's width as a part of the median.
    public static double Spread(IReadOnlyList<double> samples) => (Quantile(samples, 0.75) - Quantile(samples, 0.25)) / Median(samples);

    public static double GeometricMean(IReadOnlyCollection<double> values) => values.Count == 0 ? 0 : Math.Exp(values.Average(Math.Log));

    // Between two samples, a straight line.
    private static double Quantile(IEnumerable<double> samples, double part)
    {
        double[] sorted = [.. samples.Order()];
        double place = part * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}

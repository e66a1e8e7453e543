using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples;

/// <summary>A mean, and how far single values lie from it.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation of a sample, with n - 1; null for a single value.</param>
public readonly record struct Spread(double Mean, double? Deviation)
{
    /// <summary>Of some values, one or more.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return new Spread(mean, all.Length == 1 ? null : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1)));
    }

    /// <summary>As <c>mean ± deviation</c>.</summary>
    /// <param name="format">How to write the numbers.</param>
    /// <param name="between">What stands between them.</param>
    public string ToText(string format, string between) => Deviation is { } deviation ? $"{Mean.ToString(format)}{between}{deviation.ToString(format)}" : Mean.ToString(format);
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AutoDiff.Benchmarks.Measuring;

namespace AutoDiff.Benchmarks.Reports;

// What follows from several rows together.
internal static class Summary
{
    // Time of a time step in one row, in those of another; null unless both were measured.
    public static double? Steps(IReadOnlyList<Measurement> rows, string of, string to)
    {
        Measurement? one = rows.FirstOrDefault(row => row.Case.Name == of), other = rows.FirstOrDefault(row => row.Case.Name == to);
        return one is null || other is null ? null : one.NanosecondsPerUnit / other.NanosecondsPerUnit;
    }

    // The geometric mean of the products' ratios to the fastest peer; null unless there are some.
    public static double? Products(IReadOnlyList<Measurement> rows)
    {
        double[] ratios = [.. rows.Where(row => row.Case.Flops > 0 && row.PeerName is not null).Select(row => row.Ratio)];
        return ratios.Length == 0 ? null : Statistics.GeometricMean(ratios);
    }

    // The same to one peer: the mean of the products in single precision, and the least of the squares from 128 up in both.
    private static IEnumerable<string> ProductsAgainst(string peer, IReadOnlyList<Measurement> rows)
    {
        Measurement[] measured = [.. rows.Where(row => row.Case.Flops > 0 && row.Peers.ContainsKey(peer))];
        Measurement[] single = [.. measured.Where(row => row.Case.Name.StartsWith("gemm-float-", StringComparison.Ordinal))];
        if (single.Length == 0)
            yield break;
        double mean = Statistics.GeometricMean([.. single.Select(row => row.Peers[peer] / row.Ours)]);
        yield return string.Create(CultureInfo.InvariantCulture, $"gemm in float against {peer} alone: geometric mean {mean:0.000}.");
        Measurement? least = measured.Where(row => row.Case.Goal is > 0 and < 1).MinBy(row => row.Peers[peer] / row.Ours);
        if (least is not null)
            yield return string.Create(CultureInfo.InvariantCulture, $"Least of the squares from 128 up: {least.Peers[peer] / least.Ours:0.00} ({least.Case.Name}).");
    }

    public static IEnumerable<string> Notes(IReadOnlyList<Measurement> rows)
    {
        if (Steps(rows, "longbptt-10000", "longbptt-100") is { } longToShort)
            yield return string.Create(CultureInfo.InvariantCulture, $"longbptt: a time step at T 10,000 takes {longToShort:0.00} times that at T 100.");
        if (Steps(rows, "window20", "window-none") is { } window)
            yield return string.Create(CultureInfo.InvariantCulture, $"window20: the gradient of all windows takes {window:0.00} times that without truncation.");
        if (Products(rows) is { } products)
            yield return string.Create(CultureInfo.InvariantCulture, $"gemm: geometric mean of the ratios {products:0.000}.");
        foreach (string note in ProductsAgainst("OpenBLAS", rows))
            yield return note;
    }
}

using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AutoDiff.Benchmarks.Measuring;

namespace AutoDiff.Benchmarks.Reports;

// What follows from several rows together.
internal static class Summary
{
    // Time of a time step in the longest sequence, in those of the shortest; null unless both were measured.
    public static double? LongToShort(IReadOnlyList<Measurement> rows)
    {
        Measurement? of100 = rows.FirstOrDefault(row => row.Case.Name == "longbptt-100"), of10000 = rows.FirstOrDefault(row => row.Case.Name == "longbptt-10000");
        return of100 is null || of10000 is null ? null : of10000.NanosecondsPerUnit / of100.NanosecondsPerUnit;
    }

    // The geometric mean of the products' ratios; null unless there are some.
    public static double? Products(IReadOnlyList<Measurement> rows)
    {
        double[] ratios = [.. rows.Where(row => row.Case.Flops > 0 && row.PeerName is not null).Select(row => row.Ratio)];
        return ratios.Length == 0 ? null : Statistics.GeometricMean(ratios);
    }

    public static IEnumerable<string> Notes(IReadOnlyList<Measurement> rows)
    {
        if (LongToShort(rows) is { } longToShort)
            yield return string.Create(CultureInfo.InvariantCulture, $"longbptt: a time step at T 10,000 takes {longToShort:0.00} times that at T 100.");
        if (Products(rows) is { } products)
            yield return string.Create(CultureInfo.InvariantCulture, $"gemm: geometric mean of the ratios {products:0.000}.");
    }
}

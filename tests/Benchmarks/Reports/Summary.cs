using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AutoDiff.Benchmarks.Measuring;
using AutoDiff.Benchmarks.Workloads;

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
        double[] ratios = [.. rows.Where(row => row.Case is { IsProduct: true, IsPacked: false } && row.PeerName is not null).Select(row => row.Ratio)];
        return ratios.Length == 0 ? null : Statistics.GeometricMean(ratios);
    }

    public static IEnumerable<string> Notes(Report report)
    {
        IReadOnlyList<Measurement> rows = report.Rows;
        yield return string.Create(
            CultureInfo.InvariantCulture, $"Multiply-add peak of one thread: {report.Peaks.Single:0.0} GFLOP/s in float, {report.Peaks.Double:0.0} in double.");
        IEnumerable<string> all =
        [
            .. Goals("Training steps", [.. rows.Where(row => !row.Case.IsProduct)]), .. Goals("Products", [.. rows.Where(row => row.Case.IsProduct)]),
            .. ProductsTogether(rows), .. Growth(rows), .. Garbage(rows), .. Memory(rows), .. Threads(report),
        ];
        foreach (string note in all)
            yield return note;
    }

    // How many reach their goals, and which do not.
    private static IEnumerable<string> Goals(string what, IReadOnlyList<Measurement> rows)
    {
        Measurement[] judged = [.. rows.Where(row => row.Case.Goal > 0 && row.PeerName is not null)], below = [.. judged.Where(row => row.Ratio < row.Case.Goal)];
        if (judged.Length > 0)
        {
            IEnumerable<string> missed = below.Select(row => $"{row.Case.Name} {Column.Ratio(row.Ratio)} of {row.Case.Goal.ToString(CultureInfo.InvariantCulture)}");
            yield return $"{what} at their goals: {judged.Length - below.Length} of {judged.Length}" + List("; below", missed);
        }
    }

    private static IEnumerable<string> ProductsTogether(IReadOnlyList<Measurement> rows)
    {
        if (Products(rows) is { } products)
            yield return string.Create(CultureInfo.InvariantCulture, $"Products: geometric mean of the ratios {products:0.000}.");
        foreach (string note in ProductsAgainst("OpenBLAS", rows))
            yield return note;
    }

    // The same to one peer: the mean of the products in single precision, each by itself and as recurrences run them, with what is the same at each
    // step packed once; and the least of the squares from 128 up in both.
    private static IEnumerable<string> ProductsAgainst(string peer, IReadOnlyList<Measurement> rows)
    {
        Measurement[] measured = [.. rows.Where(row => row.Case.IsProduct && row.Peers.ContainsKey(peer))];
        Measurement[] single = [.. measured.Where(row => row.Case is { IsDouble: false, IsPacked: false })];
        if (single.Length == 0)
            yield break;
        double plain = MeanRatio(peer, single, single), packed = MeanRatio(peer, single, [.. single.Select(row => Packed(row, measured))]);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Products in float against {peer} alone: geometric mean {plain:0.000}; {packed:0.000} with what is the same at each time step packed once, as recurrences do.");
        Measurement? least = measured.Where(row => row.Case.Goal is > 0 and < 1).MinBy(row => row.Peers[peer] / row.Ours);
        if (least is not null)
            yield return string.Create(CultureInfo.InvariantCulture, $"Least of the squares from 128 up: {least.Peers[peer] / least.Ours:0.00} ({least.Case.Name}).");
    }

    private static double MeanRatio(string peer, Measurement[] theirs, Measurement[] ours) =>
        Statistics.GeometricMean([.. theirs.Zip(ours, (their, our) => their.Peers[peer] / our.Ours)]);

    // The same product with its second factor packed before; itself where there is no such row.
    private static Measurement Packed(Measurement product, Measurement[] rows) =>
        rows.FirstOrDefault(row => row.Case.IsPacked && row.Case.Name == MatrixProducts.PackedRow(product.Case.Name), product);

    private static IEnumerable<string> Growth(IReadOnlyList<Measurement> rows)
    {
        if (Steps(rows, "longbptt-10000", "longbptt-100") is { } longToShort)
            yield return string.Create(CultureInfo.InvariantCulture, $"longbptt: a time step at T 10,000 takes {longToShort:0.00} times that at T 100.");
        if (Steps(rows, "window20", "window-none") is { } window)
            yield return string.Create(CultureInfo.InvariantCulture, $"window20: the gradient of all windows takes {window:0.00} times that without truncation.");
    }

    private static IEnumerable<string> Garbage(IReadOnlyList<Measurement> rows)
    {
        Measurement[] allocating = [.. rows.Where(row => Math.Round(row.BytesPerStep) > 0)];
        IEnumerable<string> named = allocating.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Case.Name} {row.BytesPerStep:0}"));
        yield return $"No bytes allocated in a step: {rows.Count - allocating.Length} of {rows.Count}" + List("; others", named);
    }

    private static IEnumerable<string> Memory(IReadOnlyList<Measurement> rows)
    {
        Measurement[] compared = [.. rows.Where(row => row.PeerPeakBytes is not null)], more = [.. compared.Where(row => row.PeakBytes > row.PeerPeakBytes)];
        if (compared.Length > 0)
            yield return $"Peak memory at most PyTorch's: {compared.Length - more.Length} of {compared.Length}" + List("; above", more.Select(row => row.Case.Name));
    }

    private static IEnumerable<string> Threads(Report report)
    {
        Measurement[] rows = [.. report.Rows.Where(row => row.SpeedUp is not null)];
        if (rows.Length == 0)
            yield break;
        Measurement least = rows.MinBy(row => row.SpeedUp)!, most = rows.MaxBy(row => row.SpeedUp)!;
        yield return $"{report.Settings.Threads} threads against one: from {Column.Ratio(least.SpeedUp)} times as fast ({least.Case.Name}) to "
            + $"{Column.Ratio(most.SpeedUp)} ({most.Case.Name}).";
    }

    private static string List(string introduction, IEnumerable<string> items) => items.Any() ? $"{introduction}: {string.Join(", ", items)}." : ".";
}

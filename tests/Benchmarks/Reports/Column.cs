using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using AutoDiff.Benchmarks.Measuring;

namespace AutoDiff.Benchmarks.Reports;

// A column of the tables: its title, and what it says of a row.
internal sealed record Column(string Title, Func<Measurement, string> Text)
{
    private const string Nobody = "-";

    private static readonly Column[] Own =
    [
        new("workload", row => row.Case.Name),
        new("ms a step", row => Milliseconds(row.Ours)),
        new("spread", row => Percent(row.Spread)),
        new("per unit", row => row.Case.Units == 1 ? "" : PerUnit(row)),
        new("bytes a step", row => row.BytesPerStep.ToString("0", CultureInfo.InvariantCulture)),
        new("x forward", row => Ratio(row.ForwardMultiple)),
        new("GFLOP/s", row => row.Case.Flops == 0 ? "" : row.GigaflopsPerSecond.ToString("0.0", CultureInfo.InvariantCulture)),
        new("of limit", row => row.PartOfLimit is { } part ? Percent(part) : ""),
    ];

    private static readonly Column[] OfThreads = [new("x 1 thread", row => Ratio(row.SpeedUp))];

    private static readonly Column[] OfPeers =
    [
        new("peer ms", row => row.PeerName is null ? Nobody : row.PeerName == "PyTorch" ? Milliseconds(row.Peer) : $"{row.PeerName} {Milliseconds(row.Peer)}"),
        new("ratio", row => row.PeerName is null ? Nobody : Ratio(row.Ratio)),
        new("goal", row => row.PeerName is null ? Nobody : row.Case.Goal == 0 ? "" : row.Case.Goal.ToString(CultureInfo.InvariantCulture)),
        new("loss difference", row => row.PeerName is null ? Nobody : row.LossDifference?.ToString("0e+0", CultureInfo.InvariantCulture) ?? ""),
    ];

    private static readonly Column[] OfMemory = [new("MiB", row => Mebibytes(row.PeakBytes))];

    private static readonly Column[] OfPeersMemory = [new("peer MiB", row => Mebibytes(row.PeerPeakBytes))];

    private static readonly Column[] OfStartup =
    [
        new("first second", row => row.Startup is { } startup ? Percent(startup.FirstSecond) : ""),
        new("its later half", row => row.Startup is { } startup ? Percent(startup.LaterHalf) : ""),
    ];

    // Those that have something to say of these rows.
    public static IReadOnlyList<Column> Of(IReadOnlyList<Measurement> rows) =>
    [
        .. Own,
        .. rows.Any(row => row.SpeedUp is not null) ? OfThreads : [],
        .. rows.Any(row => row.PeerName is not null) ? OfPeers : [],
        .. rows.Any(row => row.PeakBytes is not null) ? OfMemory : [],
        .. rows.Any(row => row.PeerPeakBytes is not null) ? OfPeersMemory : [],
        .. rows.Any(row => row.Startup is not null) ? OfStartup : [],
    ];

    public static string Milliseconds(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000000", CultureInfo.InvariantCulture),
    };

    public static string Ratio(double? value) => value?.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) ?? "";

    private static string Percent(double value) => value.ToString("0%", CultureInfo.InvariantCulture);

    private static string Mebibytes(long? bytes) => bytes is { } number ? (number / 1048576.0).ToString("0", CultureInfo.InvariantCulture) : "";

    private static string PerUnit(Measurement row) => row.NanosecondsPerUnit < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{row.NanosecondsPerUnit:0.0} ns/{row.Case.Unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{row.NanosecondsPerUnit / 1000:0.00} us/{row.Case.Unit}");
}

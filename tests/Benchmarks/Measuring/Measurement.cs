using System.Collections.Generic;

namespace AutoDiff.Benchmarks.Measuring;

// A row of the report.
internal sealed record Measurement(Case Case)
{
    // Milliseconds a step: the median, and the middle half's width as a part of it.
    public required double Ours { get; init; }

    public required double Spread { get; init; }

    public required int Samples { get; init; }

    public required double BytesPerStep { get; init; }

    // The fastest peer; null without one.
    public string? PeerName { get; init; }

    public double Peer { get; init; }

    public double PeerSpread { get; init; }

    // Milliseconds a step of each peer, the fastest's too.
    public IReadOnlyDictionary<string, double> Peers { get; init; } = new Dictionary<string, double>();

    public double Ratio => Peer / Ours;

    // The largest relative difference of the first losses; null where nobody was there to compare with.
    public double? LossDifference { get; init; }

    // Value and gradient together as a multiple of the value alone, or a second derivative of the gradient alone; null where that is not asked.
    public double? ForwardMultiple { get; init; }

    public double NanosecondsPerUnit => Ours * 1e6 / Case.Units;

    public double GigaflopsPerSecond => Case.Flops / Ours / 1e6;
}

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

    // Milliseconds a step with one thread; null where the run has no more.
    public double? OneThread { get; init; }

    public double? SpeedUp => OneThread / Ours;

    // The most memory of a process that ran the first steps alone, ours and PyTorch's; null where that was not asked, or nobody was there.
    public long? PeakBytes { get; init; }

    public long? PeerPeakBytes { get; init; }

    // The speed of a process's first second; null where that was not asked.
    public Startup? Startup { get; init; }

    // Billions of operations a second that the threads could do at most.
    public double Peak { get; init; }

    // What the matrix products reach of that; null where they are not counted.
    public double? PartOfLimit => Case.Flops == 0 || Peak == 0 ? null : GigaflopsPerSecond / Peak;

    public double NanosecondsPerUnit => Ours * 1e6 / Case.Units;

    public double GigaflopsPerSecond => Case.Flops / Ours / 1e6;
}

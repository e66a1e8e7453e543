using System;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

// Where a sequence draws masks and candidates from: every run draws the same, from where the stream stood when the first run began, and leaves the stream
// behind them all, whatever it throws.
internal struct RepeatedDraws(RandomStream? random)
{
    private ulong? _start;
    private ulong _reached;

    public RandomStream? Begin()
    {
        _reached = random?.Position ?? 0;
        _start ??= _reached;
        random?.Position = _start.Value;
        return random;
    }

    public readonly void End() => random?.Position = Math.Max(_reached, random.Position);

    // Other draws from the next run on.
    public void Forget() => _start = null;
}

using System;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

// The random numbers of one run: unless it comes to its end, the stream goes back to where it was, so that a run that is refused draws nothing.
internal ref struct Draws(RandomStream? random) : IDisposable
{
    private readonly ulong _start = random?.Position ?? 0;
    private bool _stay;

    public void Stay() => _stay = true;

    public readonly void Dispose()
    {
        if (!_stay)
            random?.Position = _start;
    }
}

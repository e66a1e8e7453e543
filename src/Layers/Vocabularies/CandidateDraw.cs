using System;
using System.Buffers;

namespace AutoDiff.Layers;

// The candidates of one key, in memory that is given back with it.
internal readonly ref struct CandidateDraw
{
    private readonly int[] _rented;

    public CandidateDraw(LogUniformCandidates sampler, RandomKey key)
    {
        _rented = ArrayPool<int>.Shared.Rent(sampler.Count);
        Span<int> candidates = _rented.AsSpan(0, sampler.Count);
        sampler.Draw(key, candidates);
        Candidates = candidates;
    }

    public ReadOnlySpan<int> Candidates { get; }

    public void Dispose() => ArrayPool<int>.Shared.Return(_rented);
}

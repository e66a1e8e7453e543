using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff;

/// <summary>
/// What a batched map did: how many operations were applied to all examples at once, and which ones had no batching rule and were
/// applied to one example after the other. Make one, hand it to the map, and read it afterwards; further maps add to it.
/// </summary>
public sealed class BatchReport
{
    private readonly SortedDictionary<string, int> _looped = new(StringComparer.Ordinal);

    /// <summary>How many operations were applied to all examples at once.</summary>
    public int Batched { get; private set; }

    /// <summary>Operations that have no batching rule, and how often each was applied to one example after the other.</summary>
    public IReadOnlyDictionary<string, int> Looped => _looped;

    /// <summary>Both, as in <c>17 operations at once; example by example: Cholesky 2</c>.</summary>
    public override string ToString() =>
        $"{Batched} operations at once{(_looped.Count == 0 ? "" : $"; example by example: {string.Join(", ", _looped.Select(one => $"{one.Key} {one.Value}"))}")}";

    internal void CountBatched() => Batched++;

    internal void CountLooped(string operation) => _looped[operation] = _looped.GetValueOrDefault(operation) + 1;
}

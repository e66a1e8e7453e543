namespace AutoDiff;

/// <summary>
/// Names one stream of random numbers: whoever draws with the same key gets the same numbers, whenever, in whatever
/// order and on however many threads.
/// </summary>
/// <param name="Seed">What a whole run is started with.</param>
/// <param name="Stream">Which of the seed's streams this is.</param>
public readonly record struct RandomKey(ulong Seed, ulong Stream);

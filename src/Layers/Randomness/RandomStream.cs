namespace AutoDiff.Layers;

/// <summary>
/// A source of randomness that can be saved: a seed and a count of the keys handed out. What is drawn with a key depends
/// on the key alone, so the numbers of a run are the same for any number of threads, and a run that resumes with the same
/// seed and position goes on with the same numbers.
/// </summary>
/// <remarks>A stream is used by one thread at a time; give each thread a seed of its own.</remarks>
/// <param name="seed">The seed; every seed gives streams of its own.</param>
public sealed class RandomStream(ulong seed)
{
    /// <summary>The seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>How many keys were handed out; set it to resume where another stream of this seed stood.</summary>
    public ulong Position { get; set; }

    /// <summary>A key that this stream hands out only once.</summary>
    /// <returns>The key of the seed and the present position, which advances by one.</returns>
    public RandomKey Next() => new(Seed, Position++);
}

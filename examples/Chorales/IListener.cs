using System;

namespace AutoDiff.Examples.Chorales;

/// <summary>A model in the middle of a piece.</summary>
public interface IListener : IDisposable
{
    /// <summary>Hears a frame.</summary>
    /// <param name="keys">The keys that sound in it.</param>
    /// <returns>The scores of the keys in the next frame.</returns>
    ReadOnlySpan<float> Hear(ReadOnlySpan<int> keys);
}

using System;

namespace AutoDiff.Examples.InfluenceBalancing;

/// <summary>A run whose weight left all bounds.</summary>
/// <param name="step">When it did.</param>
internal sealed class DivergedException(int step) : Exception($"Theta left all bounds at step {step}.")
{
    /// <summary>When it did.</summary>
    public int Step => step;
}

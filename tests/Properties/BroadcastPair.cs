namespace AutoDiff.Properties;

/// <summary>Two shapes that broadcast with each other.</summary>
/// <param name="A">One shape.</param>
/// <param name="B">The other.</param>
/// <param name="Result">What they broadcast to.</param>
public readonly record struct BroadcastPair(Shape A, Shape B, Shape Result)
{
    /// <inheritdoc/>
    public override string ToString() => $"{A} with {B} gives {Result}";
}

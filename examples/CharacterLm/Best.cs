namespace AutoDiff.Examples.CharacterLm;

/// <summary>The lowest validation loss so far, and after which epoch it was measured.</summary>
public readonly record struct Best(long Epoch, double Loss)
{
    /// <summary>Before the first validation.</summary>
    public static Best None => new(0, double.PositiveInfinity);
}

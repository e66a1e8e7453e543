namespace AutoDiff.Examples.VanishingGradients;

/// <summary>What is looked at.</summary>
public sealed record Settings
{
    /// <summary>Steps of a sequence.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Features of a state.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Sequences side by side.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Updates of each training with and without clipping.</summary>
    public int Updates { get; init; } = 400;

    /// <summary>Decides weights and data.</summary>
    public int Seed { get; init; } = 1;
}

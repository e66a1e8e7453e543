namespace AutoDiff.Examples.TreeNetwork;

/// <summary>How to train.</summary>
public sealed record Settings
{
    /// <summary>Digits and values are 0 to one less than this.</summary>
    public int Modulus { get; init; } = 5;

    /// <summary>The most leaves of a formula to train on; the fewest are 2.</summary>
    public int Leaves { get; init; } = 8;

    /// <summary>Features of a state.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>Formulas in a step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Updates of the weights.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>The learning rate of the first step.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Decides weights and formulas.</summary>
    public int Seed { get; init; } = 1;
}

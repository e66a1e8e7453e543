namespace AutoDiff.Examples.Chorales;

/// <summary>How to train.</summary>
public sealed record Settings
{
    /// <summary>The kind of cell.</summary>
    public CellKind Cell { get; init; } = CellKind.Lstm;

    /// <summary>Features of the state.</summary>
    public int Hidden { get; init; } = 200;

    /// <summary>The probability of dropping an output of the cell.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>Passes over the pieces.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Pieces side by side.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>Adam's learning rate; it falls to a tenth.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>Decides weights, order and dropout.</summary>
    public int Seed { get; init; } = 1;
}

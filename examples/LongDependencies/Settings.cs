namespace AutoDiff.Examples.LongDependencies;

/// <summary>How to train, whatever the task, the cell and the policy.</summary>
public sealed record Settings
{
    /// <summary>A form of everything that takes seconds.</summary>
    public static Settings Quick { get; } = new() { Hidden = 16, Batch = 16, Updates = 150, MeasureEvery = 30, TestSequences = 100, LearningRate = 0.02 };

    /// <summary>Features of the state.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Sequences in an update.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Updates at which a training ends that has not solved its task.</summary>
    public int Updates { get; init; } = 1000;

    /// <summary>Updates from one measurement to the next.</summary>
    public int MeasureEvery { get; init; } = 50;

    /// <summary>Sequences that are measured on; none of them is trained on.</summary>
    public int TestSequences { get; init; } = 1000;

    /// <summary>Adam's learning rate.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The largest norm of a gradient.</summary>
    public double Clip { get; init; } = 1;

    /// <summary>Whether gated cells begin with biases that keep for times up to the length of a sequence.</summary>
    public bool Chrono { get; init; } = true;

    /// <summary>Decides weights and sequences.</summary>
    public int Seed { get; init; } = 1;
}

namespace AutoDiff.Examples.TrigramLm;

/// <summary>What a run is made of.</summary>
public sealed record Settings
{
    /// <summary>A text to read; null for made sentences.</summary>
    public string? Data { get; init; }

    /// <summary>The most sentences to use, for training and validation together.</summary>
    public int Sentences { get; init; } = 2_000;

    /// <summary>The most words to know, marks included.</summary>
    public int Vocabulary { get; init; } = 2_000;

    /// <summary>Features of the hidden layer.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>Trigrams in a step.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>Passes over the training text.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>The learning rate of plain gradient descent.</summary>
    public double LearningRate { get; init; } = 0.3;

    /// <summary>Decides weights and the order of steps.</summary>
    public int Seed { get; init; } = 1;
}

using System.Text.Json;

namespace AutoDiff.Examples.Tagger;

/// <summary>Sizes of the model, and how to train it.</summary>
public sealed record Settings
{
    /// <summary>Features of a word's vector.</summary>
    public int WordFeatures { get; init; } = 100;

    /// <summary>Features of a character's vector.</summary>
    public int CharacterFeatures { get; init; } = 32;

    /// <summary>Features of the state of one direction over characters.</summary>
    public int CharacterHidden { get; init; } = 48;

    /// <summary>Features of the state of one direction over words.</summary>
    public int Hidden { get; init; } = 100;

    /// <summary>Layers over words.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The probability of dropping an element.</summary>
    public double Dropout { get; init; } = 0.4;

    /// <summary>Passes over the sentences.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Sentences side by side.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Adam's learning rate; it falls to a tenth.</summary>
    public double LearningRate { get; init; } = 0.003;

    /// <summary>Decides weights, order and dropout.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">It is no such text.</exception>
    public static Settings FromJson(string json) => JsonSerializer.Deserialize<Settings>(json) ?? throw new JsonException("no settings");

    /// <summary>Writes everything as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);
}

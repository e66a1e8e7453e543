using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>Everything that decides which numbers a training run produces. A saved model carries them.</summary>
public sealed record Settings
{
    // Sizes whose products still count an array's elements.
    private const int Largest = 16_384;

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The recurrent cell.</summary>
    public CellKind Cell { get; init; } = CellKind.Lstm;

    /// <summary>Cells on top of each other.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Features of a cell's state.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Features of a character's vector; 0 for one-hot.</summary>
    public int Embedding { get; init; } = 64;

    /// <summary>How far losses are followed back, as the command line writes it.</summary>
    public TruncationText Truncation { get; init; } = new("chunks:50");

    /// <summary>Steps of the stream between two updates of the weights.</summary>
    public int StepsPerSequence { get; init; } = 50;

    /// <summary>Rows of the stream that run side by side.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>How weights are updated.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate of the first epoch.</summary>
    public double LearningRate { get; init; } = 0.005;

    /// <summary>What the learning rate is multiplied with after each epoch.</summary>
    public double Decay { get; init; } = 0.7;

    /// <summary>The largest norm of the gradient; 0 for no limit.</summary>
    public double Clip { get; init; } = 1;

    /// <summary>The probability of dropping a feature between layers and before the output.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Where weights, masks and samples come from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The part of the text, at its end, that is held back for validation.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static Settings FromJson(string json) => JsonSerializer.Deserialize<Settings>(json, Format) ?? throw new JsonException("The settings are null.");

    /// <summary>The settings as a JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Refuses settings that make no model.</summary>
    /// <exception cref="InputException">A number is out of its range.</exception>
    public void Check()
    {
        Require(Enum.IsDefined(Cell), "--cell", Cell, "elman, lstm or gru");
        Require(Enum.IsDefined(Optimizer), "--optimizer", Optimizer, "sgd, rmsprop or adam");
        Require(Layers is >= 1 and <= 16, "--layers", Layers, "1 to 16");
        Require(Hidden is >= 1 and <= Largest, "--hidden", Hidden, $"1 to {Largest}");
        Require(Embedding is >= 0 and <= Largest, "--embedding", Embedding, $"1 to {Largest}, or 0 for one-hot");
        Require(StepsPerSequence >= 1, "--steps-per-sequence", StepsPerSequence, "1 or more");
        Require(Batch >= 1, "--batch", Batch, "1 or more");
        Require(LearningRate >= 0 && double.IsFinite(LearningRate), "--learning-rate", LearningRate, "a finite number of 0 or more");
        Require(Decay is > 0 and <= 1, "--decay", Decay, "a number over 0 and up to 1");
        Require(Clip >= 0 && double.IsFinite(Clip), "--clip", Clip, "a finite number over 0, or 0 for no limit");
        Require(Dropout is >= 0 and < 1, "--dropout", Dropout, "a probability from 0 to below 1");
        Require(Validation is >= 0 and < 1, "--validation", Validation, "a fraction from 0 to below 1");
        _ = Truncation.ToPolicy();
    }

    private static void Require<T>(bool holds, string option, T value, string need)
    {
        if (!holds)
            throw new InputException($"{option}: {value} is out of range; need {need}.");
    }
}

using System;

namespace AutoDiff.Examples.RnnLm;

/// <summary>Everything but the data and the truncation that decides which numbers a training produces. The defaults are the coursework's.</summary>
public sealed record Settings
{
    /// <summary>Settings with which the toy grammar can be learnt: an epoch of 100 updates, and a rate that such small batches bear.</summary>
    public static Settings Toy { get; } = new() { Activation = Activation.Tanh, LearningRate = 0.05, Anneal = 0, Epochs = 30, Batch = 10 };

    /// <summary>Features of the state s.</summary>
    public int Hidden { get; init; } = 25;

    /// <summary>The nonlinearity of the state.</summary>
    public Activation Activation { get; init; } = Activation.Sigmoid;

    /// <summary>What turns states into the probabilities of words.</summary>
    public OutputKind Output { get; init; }

    /// <summary>The learning rate of the first epoch.</summary>
    public double LearningRate { get; init; } = 0.5;

    /// <summary>The a of <c>rate · a / (a + epoch)</c>, the epoch counted from 0; 0 for a rate that stays.</summary>
    public double Anneal { get; init; } = 5;

    /// <summary>The most passes over the sentences.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The most updates of the weights; null for no other limit than the epochs.</summary>
    public int? Steps { get; init; }

    /// <summary>Sentences between two updates.</summary>
    public int Batch { get; init; } = 100;

    /// <summary>How many seeds each policy is trained with.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>The first seed: of the weights and of the order of the sentences.</summary>
    public int FirstSeed { get; init; } = 1;

    /// <summary>The learning rate in an epoch.</summary>
    /// <param name="epoch">Which, from 0.</param>
    public double RateIn(int epoch) => Anneal == 0 ? LearningRate : LearningRate * Anneal / (Anneal + epoch);

    /// <summary>Refuses settings that make no training.</summary>
    /// <exception cref="InputException">A number is out of its range.</exception>
    public void Check()
    {
        Require(Enum.IsDefined(Output), "--output", Output, "full, adaptive or sampled");
        Require(Anneal >= 0 && double.IsFinite(Anneal), "--anneal", Anneal, "a finite number of 0 or more, 0 for a rate that stays");
        Require(Epochs >= 1, "--epochs", Epochs, "1 or more");
        Require(Steps is null or >= 1, "--steps", Steps, "1 or more");
        Require(Batch >= 1, "--batch", Batch, "1 or more");
        Require(Seeds >= 1, "--seeds", Seeds, "1 or more");
        Require(FirstSeed >= 0 && FirstSeed <= int.MaxValue - Seeds, "--seed", FirstSeed, $"0 to {int.MaxValue - Seeds}");
    }

    private static void Require<T>(bool holds, string option, T value, string need)
    {
        if (!holds)
            throw new InputException($"{option}: {value} is out of range; need {need}.");
    }
}

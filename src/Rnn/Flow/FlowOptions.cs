using System;
using System.Collections.Generic;

namespace AutoDiff.Rnn;

/// <summary>What a <see cref="GradientFlow{T, TState}"/> looks at, and how closely.</summary>
public sealed record FlowOptions
{
    /// <summary>
    /// How many losses are followed back one by one, spread evenly over the steps that have one, the last included; all of them where there are fewer. Cost
    /// grows with it.
    /// </summary>
    public int Losses { get; init; } = 16;

    /// <summary>The most steps that those losses are followed back through, their own included; null for all.</summary>
    public int? Window { get; init; }

    /// <summary>
    /// The windows whose bias is measured; null for the powers of two below the number of steps, empty for none. Each costs as many products with the
    /// parameters as there are steps, and as much memory as the parameters have in <see cref="double"/>.
    /// </summary>
    public IReadOnlyList<int>? BiasWindows { get; init; }

    /// <summary>At how many steps the norm and the spectral radius of <c>dh[t+1]/dh[t]</c> are estimated, spread evenly, the last included.</summary>
    public int Transitions { get; init; } = 4;

    /// <summary>The most power iterations of an estimate.</summary>
    public int PowerIterations { get; init; } = 20;

    /// <summary>A gradient counts as exploding where it is as many times as long as the losses' gradients at their own steps are on average.</summary>
    public double ExplodingRatio { get; init; } = 10;

    /// <summary>A gradient counts as vanished where it is less than this part of what it was at the losses' own steps, on average.</summary>
    public double VanishingRatio { get; init; } = 1e-3;

    /// <summary>Decides the random directions that power iterations start from.</summary>
    public int Seed { get; init; } = 1;

    internal void Check()
    {
        Require(Losses >= 1, $"{Losses} losses; need 1 or more");
        Require(Window is null or >= 1, $"a window of {Window} steps; need 1 or more, a step's own included, or null for all");
        Require(Transitions >= 0, $"{Transitions} transitions; need 0 or more");
        Require(PowerIterations >= 1, $"{PowerIterations} power iterations; need 1 or more");
        Require(ExplodingRatio > 1, FormattableString.Invariant($"a ratio of {ExplodingRatio} for exploding; need more than 1"));
        Require(VanishingRatio is > 0 and < 1, FormattableString.Invariant($"a ratio of {VanishingRatio} for vanishing; need more than 0 and less than 1"));
        foreach (int window in BiasWindows ?? [])
            Require(window >= 1, $"the bias of a window of {window} steps; need 1 or more, a step's own included");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ArgumentException($"GradientFlow: {otherwise}.");
    }
}

namespace AutoDiff.Examples.RnnLm;

/// <summary>One place of the grid: a policy, and settings that differ in sizes and rates.</summary>
/// <param name="Policy">How far losses are followed back.</param>
/// <param name="Settings">The settings.</param>
public sealed record Trial(Policy Policy, Settings Settings)
{
    /// <summary>What lines and pictures call it.</summary>
    public string Name => $"{Settings.Hidden} units, rate {Settings.LearningRate}, {Policy.Name}";
}

namespace AutoDiff.Examples.LongDependencies;

/// <summary>A measurement on the test sequences.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Right">The share of answers that need memory and are right: sums within 0.1, symbols.</param>
public readonly record struct Evaluation(double Loss, double Right);

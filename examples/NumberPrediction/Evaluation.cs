using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.NumberPrediction;

/// <summary>A measurement.</summary>
/// <param name="Loss">The mean loss of a sentence, in nats.</param>
/// <param name="Right">In each class of distances, how many sentences were right.</param>
/// <param name="Count">In each class of distances, how many sentences there are.</param>
public sealed record Evaluation(double Loss, IReadOnlyList<int> Right, IReadOnlyList<int> Count)
{
    /// <summary>The names of the classes of distances from subject to verb.</summary>
    public static IReadOnlyList<string> Distances { get; } = ["1", "2-3", "4-5", "6+"];

    /// <summary>The share of all sentences that was right.</summary>
    public double Accuracy => (double)Right.Sum() / Count.Sum();

    /// <summary>The class of a distance. A subject after its verb is as far as one before it.</summary>
    /// <param name="distance">Words from subject to verb.</param>
    public static int ClassOf(int distance) => int.Abs(distance) switch { <= 1 => 0, <= 3 => 1, <= 5 => 2, _ => 3 };

    /// <summary>The share of a class that was right; NaN where the class is empty.</summary>
    /// <param name="distance">The class.</param>
    public double AccuracyAt(int distance) => (double)Right[distance] / Count[distance];
}

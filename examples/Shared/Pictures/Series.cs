using System.Collections.Generic;

namespace AutoDiff.Examples;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points.</param>
/// <param name="IsDashed">Whether it is dashed, as figures from elsewhere are.</param>
public sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, bool IsDashed = false);

using System.Collections.Generic;

namespace AutoDiff.Examples;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points.</param>
/// <param name="IsDashed">Whether it is dashed, as figures from elsewhere are.</param>
/// <param name="Colour">The number of the line whose colour it has, from 0; null for one of its own.</param>
public sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, bool IsDashed = false, int? Colour = null);

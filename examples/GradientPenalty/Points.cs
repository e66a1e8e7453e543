using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.GradientPenalty;

/// <summary>Points of both clouds and between them, x and y in turn.</summary>
/// <param name="Count">How many of each.</param>
/// <param name="Real">Of the one cloud.</param>
/// <param name="Made">Of the other.</param>
/// <param name="Between">On the way from one to the other.</param>
public sealed record Points(int Count, IReadOnlyList<double> Real, IReadOnlyList<double> Made, IReadOnlyList<double> Between)
{
    /// <summary>Points as constants <c>[n, 2]</c>.</summary>
    public Variable<double> Constant(Tape<double> tape, IReadOnlyList<double> points) => tape.Constant(points.ToArray(), new Shape(Count, 2));

    /// <summary>Points to differentiate with respect to, <c>[n, 2]</c>.</summary>
    public Variable<double> Variable(Tape<double> tape, IReadOnlyList<double> points) => tape.Variable(points.ToArray(), new Shape(Count, 2));
}

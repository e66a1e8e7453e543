using System;
using System.Collections.Generic;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.Sandwich;

/// <summary>Notes the adjoints of an interval while they pass.</summary>
public sealed class Adjoints
{
    private readonly Dictionary<(AdjointKind Kind, int Step), (Shape Shape, double[] Values)> _seen = [];

    /// <summary>The order in which they passed.</summary>
    public IReadOnlyCollection<(AdjointKind Kind, int Step)> Seen => _seen.Keys;

    /// <summary>Passes a variable on, and notes its adjoint when it comes back.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="step">The step.</param>
    /// <param name="x">The variable.</param>
    public Variable<double> OnTheWayTo(AdjointKind kind, int step, Variable<double> x) => ObserveGradient(x, xBar => _seen[(kind, step)] = (xBar.Shape, xBar.Values.ToArray()));

    /// <summary>The shape of an adjoint.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="step">The step.</param>
    public Shape ShapeOf(AdjointKind kind, int step) => _seen[(kind, step)].Shape;

    /// <summary>An adjoint's numbers; empty where nothing came.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="step">The step.</param>
    public ReadOnlySpan<double> Values(AdjointKind kind, int step) => _seen.TryGetValue((kind, step), out (Shape Shape, double[] Values) adjoint) ? adjoint.Values : [];

    /// <summary>An adjoint's length; 0 where nothing came.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="step">The step.</param>
    public double Norm(AdjointKind kind, int step)
    {
        double squares = 0;
        foreach (double value in Values(kind, step))
            squares += value * value;
        return Math.Sqrt(squares);
    }

    /// <summary>How far the sum at a state is from what came from the loss and from the next step.</summary>
    /// <param name="step">The step.</param>
    public double Discrepancy(int step)
    {
        ReadOnlySpan<double> sum = Values(AdjointKind.Sum, step), loss = Values(AdjointKind.FromLoss, step), next = Values(AdjointKind.FromNextStep, step);
        double most = 0;
        for (int i = 0; i < sum.Length; i++)
            most = Math.Max(most, Math.Abs(sum[i] - loss[i] - (next.IsEmpty ? 0 : next[i])));
        return most;
    }
}

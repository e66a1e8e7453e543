using System;
using System.Collections.Generic;

namespace AutoDiff.Examples.Optimization;

/// <summary>L-BFGS: the last steps and the changes of the gradient along them stand for the inverse Hessian.</summary>
/// <remarks>Source: Nocedal and Wright, Numerical Optimization, 2nd edition, algorithm 7.4.</remarks>
/// <param name="memory">How many steps are kept.</param>
public sealed class LimitedMemoryBfgs(int memory = 10) : IMethod
{
    private readonly List<(double[] Step, double[] Change, double Curvature)> _kept = [];

    /// <inheritdoc/>
    public string Name => $"L-BFGS, {memory} steps";

    /// <inheritdoc/>
    public double[] Direction(Point at)
    {
        double[] q = Vectors.Negative(at.Gradient), shares = new double[_kept.Count];
        for (int i = _kept.Count - 1; i >= 0; i--)
        {
            shares[i] = Vectors.Dot(_kept[i].Step, q) / _kept[i].Curvature;
            Vectors.Add(q, -shares[i], _kept[i].Change);
        }

        if (_kept.Count > 0)
        {
            // The newest step tells the scale of the curvature.
            double scale = _kept[^1].Curvature / Vectors.Dot(_kept[^1].Change, _kept[^1].Change);
            q = Array.ConvertAll(q, element => scale * element);
        }

        for (int i = 0; i < _kept.Count; i++)
            Vectors.Add(q, shares[i] - (Vectors.Dot(_kept[i].Change, q) / _kept[i].Curvature), _kept[i].Step);
        return q;
    }

    /// <inheritdoc/>
    public void Moved(Point from, Point to)
    {
        double[] step = Vectors.Difference(to.X, from.X), change = Vectors.Difference(to.Gradient, from.Gradient);
        double curvature = Vectors.Dot(step, change);

        // The line search sees to a positive curvature; rounding may undo it.
        if (curvature <= 0)
            return;
        if (_kept.Count == memory)
            _kept.RemoveAt(0);
        _kept.Add((step, change, curvature));
    }

    /// <inheritdoc/>
    public double FirstLength(double last, double[] direction) => last == 0 ? 1 / Vectors.Norm(direction) : 1;
}

using System;

namespace AutoDiff.Examples.Optimization;

/// <summary>
/// Finds a length for a step: far enough downhill, and where the slope has flattened (the weak Wolfe conditions), by doubling until the place
/// is bracketed and halving the bracket.
/// </summary>
/// <remarks>
/// Near a minimum, decreases of the value drown in its rounding; there the slope decides alone, which for a parabola says the same.
/// Sources: Lewis and Overton 2013, Nonsmooth optimization via quasi-Newton methods, algorithm 2.6; Hager and Zhang 2005, A new conjugate
/// gradient method with guaranteed descent and an efficient line search, the approximate Wolfe conditions.
/// </remarks>
public static class LineSearch
{
    private const double Decrease = 1e-4, Flatter = 0.9, Rounding = 1e-14;
    private const int Trials = 60;

    /// <summary>Searches.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="from">Where from.</param>
    /// <param name="direction">Where to; downhill.</param>
    /// <param name="first">The first length to try.</param>
    /// <param name="counts">Where computations are counted.</param>
    /// <returns>The new place and the length of the step; null if there is none.</returns>
    public static (Point Point, double Length)? Find(IObjective objective, Point from, double[] direction, double first, Counts counts)
    {
        double slope = Vectors.Dot(from.Gradient, direction), low = 0, high = double.PositiveInfinity, length = first;
        if (!(slope < 0))
            return null;
        for (int i = 0; i < Trials; i++)
        {
            double[] x = from.X.ToArray();
            Vectors.Add(x, length, direction);
            Point trial = new(objective, x, counts);
            if (!IsLower(from, trial, direction, slope, length))
                high = length;
            else if (Vectors.Dot(trial.Gradient, direction) < Flatter * slope)
                low = length;
            else
                return (trial, length);
            trial.Dispose();
            length = double.IsInfinity(high) ? 2 * length : (low + high) / 2;
        }

        return null;
    }

    private static bool IsLower(Point from, Point trial, double[] direction, double slope, double length) =>
        trial.Value <= from.Value + (Decrease * length * slope)
        || (Math.Abs(trial.Value - from.Value) <= Rounding * Math.Abs(from.Value) && Vectors.Dot(trial.Gradient, direction) <= ((2 * Decrease) - 1) * slope);
}

using System.Collections.Generic;
using System.Diagnostics;

namespace AutoDiff.Examples.Optimization;

/// <summary>What became of a minimisation.</summary>
/// <param name="Method">By what.</param>
/// <param name="Iterations">Steps.</param>
/// <param name="Counts">What they cost.</param>
/// <param name="Value">The last value.</param>
/// <param name="GradientNorm">The last gradient's Euclidean norm.</param>
/// <param name="X">The last place.</param>
/// <param name="Milliseconds">The time.</param>
/// <param name="Reached">Whether the norm is small enough.</param>
public sealed record Minimization(string Method, int Iterations, Counts Counts, double Value, double GradientNorm, IReadOnlyList<double> X, double Milliseconds, bool Reached)
{
    /// <summary>Minimises.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="method">How directions are chosen.</param>
    /// <param name="tolerance">The gradient's norm at which it ends.</param>
    /// <param name="iterations">The number of steps at which it ends.</param>
    public static Minimization Run(IObjective objective, IMethod method, double tolerance, int iterations)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Counts counts = new();
        using Point start = new(objective, objective.Start(), counts);
        Point at = start;
        try
        {
            double last = 0;
            int iteration = 0;
            for (; iteration < iterations && Vectors.Norm(at.Gradient) > tolerance; iteration++)
            {
                double[] direction = method.Direction(at);
                if (LineSearch.Find(objective, at, direction, method.FirstLength(last, direction), counts) is not (Point next, double length))
                    break;
                method.Moved(at, next);
                at.Dispose();
                (at, last) = (next, length);
            }

            double norm = Vectors.Norm(at.Gradient);
            return new Minimization(method.Name, iteration, counts, at.Value, norm, at.X.ToArray(), watch.Elapsed.TotalMilliseconds, norm <= tolerance);
        }
        finally
        {
            at.Dispose();
        }
    }
}

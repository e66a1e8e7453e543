using System;
using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.ScalarTour;

/// <summary>Slopes by finite differences at one step size, and their relative errors against the exact slope.</summary>
/// <param name="Step">The step size h.</param>
/// <param name="OneSided"><c>(f(x + h) - f(x)) / h</c>.</param>
/// <param name="Central"><c>(f(x + h) - f(x - h)) / 2h</c>.</param>
/// <param name="Exact">The slope from the tape.</param>
public readonly record struct FiniteDifference(double Step, double OneSided, double Central, double Exact)
{
    /// <summary>The relative error of the one-sided difference.</summary>
    public double OneSidedError => Math.Abs((OneSided - Exact) / Exact);

    /// <summary>The relative error of the central difference.</summary>
    public double CentralError => Math.Abs((Central - Exact) / Exact);

    /// <summary>The differences for h = 1e-1, 1e-2, ..., 1e-14.</summary>
    /// <param name="x">The argument.</param>
    public static IReadOnlyList<FiniteDifference> Table(double x)
    {
        double exact = RunningExample.Slope(x), middle = RunningExample.Value(x);
        return [.. Enumerable.Range(1, 14).Select(digits => At(Math.Pow(10, -digits)))];

        FiniteDifference At(double h)
        {
            double right = RunningExample.Value(x + h), left = RunningExample.Value(x - h);
            return new FiniteDifference(h, (right - middle) / h, (right - left) / (2 * h), exact);
        }
    }
}

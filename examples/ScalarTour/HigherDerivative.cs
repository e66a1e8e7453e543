using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.ScalarTour;

/// <summary>A derivative of the running example, of any order: a gradient is a graph too, and can be differentiated.</summary>
/// <param name="Order">The order; 0 for the function itself.</param>
/// <param name="Value">Its value.</param>
/// <param name="Difference">A central finite difference of the derivative before, with h = 1e-6; nothing for order 0.</param>
/// <param name="Nodes">Nodes on the tape by then.</param>
public readonly record struct HigherDerivative(int Order, double Value, double? Difference, int Nodes)
{
    private const double Step = 1e-6;

    /// <summary>The function and its derivatives.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="orders">The highest order.</param>
    public static IReadOnlyList<HigherDerivative> Table(double x, int orders)
    {
        (double Value, int Nodes)[] here = Derivatives(x, orders), right = Derivatives(x + Step, orders), left = Derivatives(x - Step, orders);
        return [.. Enumerable.Range(0, orders + 1).Select(order => new HigherDerivative(
            order, here[order].Value, order == 0 ? null : (right[order - 1].Value - left[order - 1].Value) / (2 * Step), here[order].Nodes))];
    }

    private static (double Value, int Nodes)[] Derivatives(double at, int orders)
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(at), derivative = RunningExample.Record(x)[^1];
        (double Value, int Nodes)[] values = new (double Value, int Nodes)[orders + 1];
        values[0] = (derivative.Item(), tape.Counters.Nodes);
        for (int order = 1; order <= orders; order++)
        {
            derivative = tape.Gradient(derivative, x, record: true);
            values[order] = (derivative.Item(), tape.Counters.Nodes);
        }

        return values;
    }
}

using System.Collections.Generic;
using System.Linq;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.ScalarTour;

/// <summary>
/// The running example of Domke's notes, <c>f(x) = exp(exp x + exp(x)^2) + sin(exp x + exp(x)^2)</c>, as the list of elementary
/// assignments that every function is to automatic differentiation.
/// </summary>
public static class RunningExample
{
    /// <summary>The function as it is printed.</summary>
    public const string Formula = "f(x) = exp(exp x + exp(x)^2) + sin(exp x + exp(x)^2)";

    /// <summary>The lines; the last one's value is the function's.</summary>
    public static IReadOnlyList<Assignment> Lines { get; } =
    [
        new("a", "exp x", [0], v => Exp(v[0])),
        new("b", "a^2", [1], v => Square(v[0])),
        new("c", "a + b", [1, 2], v => v[0] + v[1]),
        new("d", "exp c", [3], v => Exp(v[0])),
        new("e", "sin c", [3], v => Sin(v[0])),
        new("f", "d + e", [4, 5], v => v[0] + v[1]),
    ];

    /// <summary>Runs the lines on the argument's tape.</summary>
    /// <param name="x">The argument.</param>
    /// <returns>The argument and the value of each line.</returns>
    public static Variable<double>[] Record(Variable<double> x)
    {
        List<Variable<double>> values = [x];
        foreach (Assignment line in Lines)
            values.Add(line.Apply([.. line.Inputs.Select(input => values[input])]));
        return [.. values];
    }

    /// <summary>The function's value alone; nothing is recorded for differentiation.</summary>
    public static double Value(double x)
    {
        using Tape<double> tape = new();
        using NoGradientScope<double> forward = tape.NoGradient();
        return Record(tape.Variable(x))[^1].Item();
    }

    /// <summary>The exact slope, to rounding: one reverse sweep.</summary>
    public static double Slope(double x)
    {
        using Tape<double> tape = new();
        Variable<double>[] values = Record(tape.Variable(x));
        return tape.Gradient(values[^1], values[0]).Item();
    }
}

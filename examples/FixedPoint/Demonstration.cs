using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.FixedPoint;

/// <summary>Three solutions and their derivatives, printed.</summary>
/// <param name="output">Where to.</param>
public sealed class Demonstration(TextWriter output)
{
    private static readonly int[] Iterations = [5, 10, 20, 40, 80, 160];

    /// <summary>All of it.</summary>
    /// <param name="side">Points of the grid along each side.</param>
    /// <param name="hidden">Features of the equilibrium layer's state.</param>
    /// <param name="steps">Updates of its weights.</param>
    /// <param name="seed">Decides weights and data.</param>
    public void Show(int side, int hidden, int steps, int seed)
    {
        Orbit();
        Layer(new EquilibriumTraining(side, hidden, seed), steps);
        Penalty(new Ridge(seed));
    }

    private void Orbit()
    {
        Chapter($"1. Kepler's equation, 1000 places on an orbit of eccentricity {Kepler.Eccentricity}: the slope of their sum");
        KeplerResult[] rows = [.. Iterations.Append(320).Select(Kepler.Unrolled), Kepler.ByFixedPoint()];
        Tables.Write(
            output,
            ["differentiated", "error of a place", "error of the slope", "nodes", "KB"],
            rows.Select(row => (string[])[row.Way, $"{row.PlaceError:0.0E+0}", $"{row.SlopeError:0.0E+0}", $"{row.Nodes}", $"{row.Kilobytes:N0}"]));
        (double first, double firstFormula, double second, double secondFormula) = Kepler.Derivatives(1, 0.5);
        output.WriteLine($"At M = 1, e = 0.5: dE/de = {first:G15}, the formula says {firstFormula:G15};");
        output.WriteLine($"d²E/de² = {second:G15}, the formula says {secondFormula:G15}.");
    }

    private void Layer(EquilibriumTraining training, int steps)
    {
        Chapter("2. A layer at rest, x = tanh(x·W + z·U + b), fitted to sin(3·z1)·z2");
        List<string[]> rows = [];
        int step = 0;
        foreach (double loss in training.Train(steps))
        {
            if (++step == 1 || step % Math.Max(1, steps / 6) == 0)
                rows.Add([$"{step}", $"{loss:0.000000}"]);
        }

        Tables.Write(output, ["update", "mean squared error"], rows);
        output.WriteLine("Its gradient now, implicit and through iterations:");
        output.WriteLine();
        (double[] exact, TapeCounters atRest) = training.Gradient();
        double length = Math.Sqrt(exact.Sum(x => x * x));
        Tables.Write(
            output,
            ["differentiated", "difference", "nodes", "KB"],
            [.. Iterations.Select(Through), ["Implicit.FixedPoint", "", $"{atRest.Nodes}", $"{atRest.Bytes / 1024:N0}"]]);

        string[] Through(int iterations)
        {
            (double[] gradient, TapeCounters counters) = training.Gradient(iterations);
            double difference = Math.Sqrt(gradient.Zip(exact, (a, b) => (a - b) * (a - b)).Sum());
            return [$"{iterations} iterations", $"{difference / length:0.0E+0}", $"{counters.Nodes}", $"{counters.Bytes / 1024:N0}"];
        }
    }

    private void Penalty(Ridge ridge)
    {
        Chapter("3. A ridge penalty, tuned by Newton's method on the validation loss");
        (double LogFactor, double Loss, double Slope)[] steps = [.. ridge.Tune(-6)];
        Tables.Write(
            output,
            ["log λ", "validation loss", "slope by ArgMin", "slope through the solver"],
            steps.Select(step => (string[])[$"{step.LogFactor:F6}", $"{step.Loss:F8}", $"{step.Slope:0.000000E+0}", $"{ridge.ThroughSolver(step.LogFactor).Slope:0.000000E+0}"]));
        double best = Enumerable.Range(-600, 901).Select(i => i / 100.0).MinBy(log => ridge.ThroughSolver(log).Loss);
        output.WriteLine($"The best of 901 factors from e^-6 to e^3 on a grid: log λ = {best:F2}, validation loss {ridge.ThroughSolver(best).Loss:F8}.");
    }

    private void Chapter(string title)
    {
        output.WriteLine();
        output.WriteLine(title);
        output.WriteLine();
    }
}

using System;
using System.Linq;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.FixedPoint;

/// <summary>
/// Kepler's equation, <c>E = M + e · sin E</c>: where a planet is (E) at a time (M) on an orbit of eccentricity e. There is no formula for E, but
/// one for its slope: <c>dE/de = sin E / (1 - e · cos E)</c>.
/// </summary>
public static class Kepler
{
    /// <summary>The orbit's eccentricity; iteration gains a factor of up to this at each step.</summary>
    public const double Eccentricity = 0.9;

    private const int Times = 1000;

    private static readonly Shape All = new(Times);

    /// <summary>Differentiates the sum of all places through a number of iterations.</summary>
    /// <param name="iterations">How many.</param>
    public static KeplerResult Unrolled(int iterations)
    {
        using Tape<double> tape = new();
        Variable<double> e = tape.Variable(Eccentricity), times = tape.Constant(MeanAnomalies(), All), place = times;
        for (int i = 0; i < iterations; i++)
            place = Next(place, times, e);
        return Result($"{iterations} iterations", tape, place, e);
    }

    /// <summary>Differentiates the places at the fixed point, whatever way led there.</summary>
    public static KeplerResult ByFixedPoint()
    {
        using Tape<double> tape = new();
        Variable<double> e = tape.Variable(Eccentricity), times = tape.Constant(MeanAnomalies(), All);
        Variable<double> found = Implicit.FindFixedPoint((x, of) => Next(x, of[1], of[0]), times, [e, times]);
        return Result("Implicit.FixedPoint", tape, Implicit.FixedPoint((x, of) => Next(x, of[1], of[0]), found, [e, times]), e);
    }

    /// <summary>The first and second derivative with respect to e at one time, and what the formulas say.</summary>
    /// <param name="meanAnomaly">The time, in radians.</param>
    /// <param name="eccentricity">The orbit.</param>
    public static (double First, double FirstFormula, double Second, double SecondFormula) Derivatives(double meanAnomaly, double eccentricity)
    {
        using Tape<double> tape = new();
        Variable<double> e = tape.Variable(eccentricity), time = tape.Constant(meanAnomaly);
        Variable<double> found = Implicit.FindFixedPoint((x, of) => Next(x, of[1], of[0]), time, [e, time]);
        Variable<double> first = tape.Gradient(Implicit.FixedPoint((x, of) => Next(x, of[1], of[0]), found, [e, time], order: 2), e, record: true);
        double place = found.Item(), sin = Math.Sin(place), cos = Math.Cos(place), slope = sin / (1 - (eccentricity * cos));

        // The formula's own slope in e, with E moving along.
        double second = slope * ((2 * cos) - (eccentricity * sin * slope)) / (1 - (eccentricity * cos));
        return (first.Item(), slope, tape.Gradient(first, e).Item(), second);
    }

    private static Variable<double> Next(Variable<double> place, Variable<double> time, Variable<double> e) => time + (e * Sin(place));

    private static double[] MeanAnomalies() => [.. Enumerable.Range(1, Times).Select(i => Math.PI * i / (Times + 1))];

    // The formulas at places found by Newton's method, which shares nothing with the above.
    private static KeplerResult Result(string way, Tape<double> tape, Variable<double> place, Variable<double> e)
    {
        double[] exact = Array.ConvertAll(MeanAnomalies(), Newton);
        double slope = exact.Sum(x => Math.Sin(x) / (1 - (Eccentricity * Math.Cos(x))));
        double error = place.ToArray().Zip(exact, (found, x) => Math.Abs(found - x)).Max();
        double gradient = tape.Gradient(Sum(place), e).Item();
        return new KeplerResult(way, error, Math.Abs((gradient - slope) / slope), tape.Counters.Nodes, tape.Counters.Bytes / 1024);
    }

    private static double Newton(double time)
    {
        double x = Math.PI;
        for (int i = 0; i < 50; i++)
            x -= (x - (Eccentricity * Math.Sin(x)) - time) / (1 - (Eccentricity * Math.Cos(x)));
        return x;
    }
}

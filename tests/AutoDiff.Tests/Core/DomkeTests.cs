using System;
using System.Linq;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Core;

// The running example of Domke's notes: f(x) = exp(exp x + exp(x)²) + sin(exp x + exp(x)²).
public sealed class DomkeTests
{
    private const double At = 0.1, Value = 10.970524853260402, Slope = 33.90776829990312;

    [Fact]
    public void Value_and_slope_are_the_notes_own()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(At), f = F(x);
        Assert.Equal(Value, f.Item(), 1e-14);
        Assert.Equal(Slope, tape.Gradient(f, x).Item(), 1e-13);
        Assert.Equal(Slope, tape.Jvp(f, x, tape.Constant(1)).Item(), 1e-13);
    }

    [Fact]
    public void The_graph_has_eight_edges_and_each_is_pushed_along_once()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(At), f = F(x);
        Assert.Equal(7, tape.Counters.Nodes);
        Assert.Equal(8, tape.Counters.Edges);
        tape.Gradient(f, x);
        Assert.Equal(8, tape.Counters.Pushes);
    }

    [Fact]
    public void Every_intermediate_adjoint_is_the_hand_calculation()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Variable(At), a = Exp(x), b = Square(a), c = a + b, d = Exp(c), e = Sin(c), f = d + e;
        double[] adjoints = [.. tape.Gradient(f, [f, e, d, c, b, a, x]).Select(adjoint => adjoint.Item())];
        double aHand = Math.Exp(At), cHand = aHand + (aHand * aHand), cBar = Math.Exp(cHand) + Math.Cos(cHand), aBar = cBar + (cBar * 2 * aHand);
        Assert.Equal([1, 1, 1, cBar, cBar, aBar, aBar * aHand], adjoints, new Nearly(1e-14));
    }

    // Too large a step leaves out curvature, too small a one drowns in rounding; central differences reach deeper.
    [Fact]
    public void Finite_differences_err_along_a_v()
    {
        double[] steps = [.. Enumerable.Range(1, 14).Select(i => Math.Pow(10, -i))];
        double[] oneSided = [.. steps.Select(h => Error((F(At + h) - F(At)) / h))];
        double[] central = [.. steps.Select(h => Error((F(At + h) - F(At - h)) / (2 * h)))];
        Assert.InRange(oneSided[0], 0.30, 0.36);
        Assert.InRange(central[0], 0.05, 0.07);
        Assert.InRange(oneSided.Min(), 1e-10, 1e-7);
        Assert.InRange(central.Min(), 1e-13, 1e-10);
        Assert.InRange(Array.IndexOf(oneSided, oneSided.Min()), 6, 8);
        Assert.InRange(Array.IndexOf(central, central.Min()), 4, 7);
        Assert.True(oneSided[13] > 1e-4 && central[13] > 1e-5);

        static double Error(double slope) => Math.Abs((slope / Slope) - 1);
    }

    private static Variable<double> F(Variable<double> x)
    {
        Variable<double> a = Exp(x), b = Square(a), c = a + b;
        return Exp(c) + Sin(c);
    }

    private static double F(double x)
    {
        double c = Math.Exp(x) + (Math.Exp(x) * Math.Exp(x));
        return Math.Exp(c) + Math.Sin(c);
    }
}

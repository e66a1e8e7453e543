using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Checking;

// One run of a gradient check: compares, counts, and finds the element behind a wrong direction.
internal sealed class GradientComparison<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Where everything cancels, only rounding is left: some units of it, of all that the function computes, are allowed in any case.
    private static readonly double Faint = 64 * Precisions<T>.Epsilon / Precisions<T>.Agreement;

    private const string Differences = "finite differences";
    private const string Forward = "forward mode";
    private const string Second = "second order";

    private readonly Probe<T> _probe;
    private readonly double[][] _at;
    private readonly string[] _names;
    private readonly double _tolerance;
    private readonly Random _random;
    private readonly double[] _w;
    private readonly double[][] _gradient;
    private readonly double _scale;

    public GradientComparison(Probe<T> probe, double[][] at, string[] names, double tolerance, int seed)
    {
        _probe = probe;
        _at = at;
        _names = names;
        _tolerance = tolerance;
        _random = new Random(seed);
        double[] value = probe.Value(at), again = probe.Value(at);
        if (Vectors.FirstFar(again, value, 64 * Precisions<T>.Epsilon * Vectors.MaxAbs(value)) is int other and >= 0)
            throw CheckErrors.NotTheSameTwice(value[other], again[other]);
        _w = value.Length == 1 ? [1] : Vectors.Draw(_random, value.Length, -1, 1);
        _gradient = probe.Vjp(at, _w);
        _scale = probe.Scale(at, _w);
    }

    public int Compared { get; private set; }

    public List<GradientSkip> Skips { get; } = [];

    public List<GradientMismatch> Mismatches { get; } = [];

    public void AgainstDifferences(int directions, bool elements)
    {
        for (int input = 0; input < _at.Length && elements; input++)
        {
            for (int element = 0; element < _at[input].Length; element++)
                Along(Unit(input, element, element + 1), input, element);
        }

        for (int i = 0; i < directions; i++)
        {
            double[][] whole = Vectors.Direction(_random, _at);
            for (int input = 0; input < _at.Length && !elements; input++)
            {
                double[][] part = Vectors.Zeros(_at);
                part[input] = whole[input];
                if (_at[input].Length > 0 && Along(part, input, -1) == SlopeVerdict.Differs)
                    Locate(input);
            }

            Along(whole, -1, -1);
        }
    }

    public void AgainstForwardMode(int directions)
    {
        for (int i = 0; i < directions; i++)
        {
            double[][] v = Vectors.Direction(_random, _at);
            for (int input = -1; input < (_at.Length > 1 ? _at.Length : 0); input++)
            {
                double[][] along = input < 0 ? v : Vectors.Zeros(v);
                if (input >= 0)
                    along[input] = v[input];
                double[] tangent = _probe.Jvp(_at, along);
                double reverse = Vectors.Dot(_gradient, along), forward = Vectors.Dot(_w, tangent);
                Exact(
                    Forward,
                    input,
                    reverse,
                    forward,
                    Vectors.AbsDot(_gradient, along) + Vectors.AbsDot(_w, tangent) + (Faint * _scale),
                    "<Vjp(w), v> and <w, Jvp(v)> differ");
            }
        }
    }

    public void SecondOrder(int directions)
    {
        for (int i = 0; i < directions; i++)
        {
            double[][] v = Vectors.Direction(_random, _at), u = Vectors.Direction(_random, _at);
            double[][] hessianV = _probe.HessianByReverse(_at, _w, v), hessianU = _probe.HessianByReverse(_at, _w, u);
            double analytic = Vectors.Dot(u, hessianV), mirrored = Vectors.Dot(v, hessianU), forward = Vectors.Dot(u, _probe.HessianByForward(_at, _w, v));
            double scale = _probe.Scale(_at, _w, v), magnitude = Vectors.AbsDot(u, hessianV) + Vectors.AbsDot(v, hessianU) + (Faint * scale);
            Exact(Second, -1, analytic, mirrored, magnitude, "<u, H v> and <v, H u> differ");
            Exact(Second, -1, analytic, forward, magnitude, "reverse over reverse and forward over reverse differ");
            Judge(Second, -1, -1, analytic, h => Vectors.Dot(_probe.Vjp(Vectors.Along(_at, h, u), _w), v), 1, scale);
        }
    }

    private SlopeVerdict Along(double[][] v, int input, int element) =>
        Judge(Differences, input, element, Vectors.SlopeAlong(_gradient, v), h => Vectors.Dot(_w, _probe.Value(Vectors.Along(_at, h, v))), ReachOf(input, element), _scale);

    // A random direction has its inputs' magnitudes already.
    private double ReachOf(int input, int element) => element < 0 ? 1 : Vectors.Scale(_at[input]);

    private SlopeVerdict Judge(string check, int input, int element, double analytic, Func<double, double> along, double reach, double scale)
    {
        Slope slope = Slope.Compare(analytic, along, reach, _tolerance, Precisions<T>.Epsilon, scale);
        if (slope.Verdict is SlopeVerdict.Kink or SlopeVerdict.OutOfDomain)
        {
            Skips.Add(new GradientSkip(
                check,
                NameOf(input),
                input,
                element,
                analytic,
                slope.Verdict == SlopeVerdict.Kink ? "a kink: the one-sided slopes differ" : "outside the domain: not finite nearby"));
            return slope.Verdict;
        }

        Compared++;
        if (slope.Verdict == SlopeVerdict.Differs)
            Add(check, input, element, analytic, slope.Numeric, slope.Error, double.IsFinite(analytic) ? "the slopes differ" : "the gradient is not finite");
        return slope.Verdict;
    }

    private void Exact(string check, int input, double analytic, double other, double magnitude, string reason)
    {
        Compared++;
        double error = analytic.Equals(other) ? 0 : Math.Abs(analytic - other) / Math.Max(magnitude, 1e-300);
        if (!(error <= Math.Max(Precisions<T>.Agreement, Precisions<T>.IsDouble ? 0 : _tolerance)))
            Add(check, input, -1, analytic, other, error, reason);
    }

    private void Add(string check, int input, int element, double analytic, double numeric, double error, string reason) =>
        Mismatches.Add(new GradientMismatch(check, NameOf(input), input, element, analytic, numeric, error, reason));

    private string NameOf(int input) => input < 0 ? "all inputs" : _names[input];

    // A wrong input is halved until one wrong element is left.
    private void Locate(int input)
    {
        int first = 0, end = _at[input].Length;
        while (end - first > 1)
        {
            int middle = first + ((end - first) / 2);
            if (IsWrong(input, first, middle))
                end = middle;
            else if (IsWrong(input, middle, end))
                first = middle;
            else
                return;
        }

        Along(Unit(input, first, end), input, first);
    }

    private bool IsWrong(int input, int first, int end)
    {
        double[][] v = Unit(input, first, end);
        double Value(double h) => Vectors.Dot(_w, _probe.Value(Vectors.Along(_at, h, v)));
        return Slope.Compare(Vectors.SlopeAlong(_gradient, v), Value, ReachOf(input, first), _tolerance, Precisions<T>.Epsilon, _scale).Verdict == SlopeVerdict.Differs;
    }

    // A direction that moves some elements of one input.
    private double[][] Unit(int input, int first, int end)
    {
        double[][] v = Vectors.Zeros(_at);
        for (int i = first; i < end; i++)
            v[input][i] = 1;
        return v;
    }
}

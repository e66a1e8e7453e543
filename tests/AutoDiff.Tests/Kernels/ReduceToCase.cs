using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

// Folds over axes against the plain odometer in double precision, for one seed's shapes, and the same bits at every width.
internal readonly struct ReduceToCase<T>(int seed, Shape from, Shape to, double tolerance) : ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        string what = $"{typeof(TLanes).Name} {typeof(T).Name} {from} to {to}";
        T[] a = Twins.Values<T>(from.Count, seed), b = Twins.Values<T>(from.Count, seed + 1), old = Twins.Values<T>(to.Count, seed + 2);
        double[] sums = new double[to.Count], dots = new double[to.Count], maxima = new double[to.Count], minima = new double[to.Count];
        Array.Fill(maxima, double.NegativeInfinity);
        Array.Fill(minima, double.PositiveInfinity);
        bool accumulate = (seed & 1) != 0;
        for (int i = 0; i < to.Count && accumulate; i++)
            sums[i] = dots[i] = maxima[i] = minima[i] = double.CreateTruncating(old[i]);
        for (int i = 0; i < from.Count; i++)
        {
            int j = ShapeSamples.Element(to, from, i);
            double x = double.CreateTruncating(a[i]);
            sums[j] += x;
            dots[j] += x * double.CreateTruncating(b[i]);
            maxima[j] = Math.Max(maxima[j], x);
            minima[j] = Math.Min(minima[j], x);
        }

        double error = tolerance * 9 * Math.Max(1, from.Count / Math.Max(1, to.Count));
        Check<TLanes, SumFold<T>>(a, b, old, sums, accumulate, error, "sum " + what);
        Check<TLanes, DotFold<T>>(a, b, old, dots, accumulate, error, "dot " + what);
        Check<TLanes, MaxFold<T>>(a, b, old, maxima, accumulate, 0, "max " + what);
        Check<TLanes, MinFold<T>>(a, b, old, minima, accumulate, 0, "min " + what);
    }

    private void Check<TLanes, TFold>(T[] a, T[] b, T[] old, double[] expected, bool accumulate, double tolerance, string what)
        where TLanes : struct, ILanes<TLanes, T>
        where TFold : struct, IFold<T>
    {
        Shape whole = from, part = to;
        Guarded<T> y = new(old), scalar = new(old);
        new FoldToKernel<T, TFold>(in whole, a, b, in part, y.Span, accumulate).Run<TLanes>();
        new FoldToKernel<T, TFold>(in whole, a, b, in part, scalar.Span, accumulate).Run<Lanes1<T>>();
        for (int i = 0; i < expected.Length; i++)
            Same.Close(expected[i], y.Span[i], tolerance, what);
        Same.Bits<T>(scalar.Span, y.Span, what + " against the scalar twin");
        y.Check(what);
    }
}

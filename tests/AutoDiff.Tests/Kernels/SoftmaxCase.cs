using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

// The softmax family on [outer, count, inner] against plain formulas in double precision; the same bits at every width.
internal readonly struct SoftmaxCase<T>(int outer, int count, int inner, double tolerance) : ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        string what = $"{typeof(TLanes).Name} {typeof(T).Name} [{outer}, {count}, {inner}]";
        T[] x = Twins.Values<T>(outer * count * inner, count, -20, 20), v = Twins.Values<T>(x.Length, count + 1), old = Twins.Values<T>(x.Length, count + 2);
        int lines = outer * inner;
        double[] logSum = new double[lines], softmax = new double[x.Length], logSoftmax = new double[x.Length], gradient = new double[x.Length], logGradient = new double[x.Length];
        for (int line = 0; line < lines; line++)
        {
            int start = (line / inner * count * inner) + (line % inner);
            double max = double.NegativeInfinity, sum = 0, dot = 0, total = 0;
            for (int i = 0; i < count; i++)
                max = Math.Max(max, double.CreateTruncating(x[start + (i * inner)]));
            for (int i = 0; i < count; i++)
                sum += Math.Exp(double.CreateTruncating(x[start + (i * inner)]) - max);
            logSum[line] = max + Math.Log(sum);
            for (int i = 0, at = start; i < count; i++, at += inner)
            {
                logSoftmax[at] = double.CreateTruncating(x[at]) - logSum[line];
                softmax[at] = Math.Exp(double.CreateTruncating(x[at]) - max) / sum;
                dot += double.CreateTruncating(v[at]) * softmax[at];
                total += double.CreateTruncating(v[at]);
            }

            for (int i = 0, at = start; i < count; i++, at += inner)
            {
                gradient[at] = double.CreateTruncating(old[at]) + (softmax[at] * (double.CreateTruncating(v[at]) - dot));
                logGradient[at] = double.CreateTruncating(old[at]) + double.CreateTruncating(v[at]) - (softmax[at] * total);
            }
        }

        Check<TLanes, LogSumExpForm<T>>(x, logSum, tolerance * 40, "logSumExp " + what);
        T[] y = Check<TLanes, SoftmaxForm<T>>(x, softmax, tolerance, "softmax " + what);
        T[] logY = Check<TLanes, LogSoftmaxForm<T>>(x, logSoftmax, tolerance * 40, "logSoftmax " + what);
        Guarded<T> bar = new(old);
        new SoftmaxGradientKernel<T, DotFold<T>, SoftmaxGradientFunction<T>>(v, y, count, inner, bar.Span, accumulate: true).Run<TLanes>();
        Close(gradient, bar, tolerance * 10, "softmax gradient " + what);
        bar = new(old);
        new SoftmaxGradientKernel<T, SumFold<T>, LogSoftmaxGradientFunction<T>>(v, logY, count, inner, bar.Span, accumulate: true).Run<TLanes>();
        Close(logGradient, bar, tolerance * (10 + count), "logSoftmax gradient " + what);
    }

    private T[] Check<TLanes, TForm>(T[] x, double[] expected, double error, string what)
        where TLanes : struct, ILanes<TLanes, T>
        where TForm : struct, ISoftmaxForm<T>
    {
        Guarded<T> y = new(expected.Length), scalar = new(expected.Length);
        new SoftmaxKernel<T, TForm>(x, count, inner, y.Span).Run<TLanes>();
        new SoftmaxKernel<T, TForm>(x, count, inner, scalar.Span).Run<Lanes1<T>>();
        Close(expected, y, error, what);
        Same.Bits<T>(scalar.Span, y.Span, what + " against the scalar twin");
        if (expected.Length == x.Length)
        {
            Guarded<T> inPlace = new(x);
            new SoftmaxKernel<T, TForm>(inPlace.Span, count, inner, inPlace.Span).Run<TLanes>();
            Same.Bits<T>(scalar.Span, inPlace.Span, what + " in place");
        }

        return y.Span.ToArray();
    }

    private static void Close(double[] expected, Guarded<T> y, double tolerance, string what)
    {
        for (int i = 0; i < expected.Length; i++)
            Same.Close(expected[i], y.Span[i], tolerance, what);
        y.Check(what);
    }
}

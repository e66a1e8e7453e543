using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

// Cross-entropy with class indices, and its gradient, against plain formulas in double precision.
internal readonly struct CrossEntropyCase<T>(int rows, int count, double tolerance) : ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        string what = $"{typeof(TLanes).Name} {typeof(T).Name} [{rows}, {count}]";
        T[] x = Twins.Values<T>(rows * count, count, -20, 20), old = Twins.Values<T>(x.Length, count + 1), scales = Twins.Values<T>(rows, count + 2);
        int[] targets = new int[rows];
        Guarded<T> losses = new(rows), fresh = new(x.Length), added = new(old);
        for (int row = 0; row < rows; row++)
            targets[row] = row * 7 % count;
        new CrossEntropyKernel<T>(x, count, targets, losses.Span).Run<TLanes>();
        new CrossEntropyGradientKernel<T>(x, count, targets, losses.Span, scales, fresh.Span, accumulate: false).Run<TLanes>();
        new CrossEntropyGradientKernel<T>(x, count, targets, losses.Span, scales, added.Span, accumulate: true).Run<TLanes>();
        for (int row = 0; row < rows; row++)
        {
            double max = double.NegativeInfinity, sum = 0, scale = double.CreateTruncating(scales[row]);
            for (int i = 0; i < count; i++)
                max = Math.Max(max, double.CreateTruncating(x[(row * count) + i]));
            for (int i = 0; i < count; i++)
                sum += Math.Exp(double.CreateTruncating(x[(row * count) + i]) - max);
            Same.Close(max + Math.Log(sum) - double.CreateTruncating(x[(row * count) + targets[row]]), losses.Span[row], tolerance * 40, "loss " + what);
            for (int i = 0; i < count; i++)
            {
                int at = (row * count) + i;
                double slope = scale * ((Math.Exp(double.CreateTruncating(x[at]) - max) / sum) - (i == targets[row] ? 1 : 0));
                Same.Close(slope, fresh.Span[at], tolerance * 10, "gradient " + what);
                Same.Close(slope + double.CreateTruncating(old[at]), added.Span[at], tolerance * 10, "gradient accumulating " + what);
            }
        }

        losses.Check(what);
        fresh.Check(what);
        added.Check(what);
    }
}

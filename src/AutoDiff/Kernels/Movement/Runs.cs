using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// Equal runs of neighbouring elements at a fixed distance: what a part of an axis is in memory.
internal static class Runs
{
    // Run r of x starts at r * xStep, and goes to r * yStep in y, which must not overlap x. Nothing else of y is touched.
    public static void Copy<T>(int runs, int length, ReadOnlySpan<T> x, int xStep, Span<T> y, int yStep, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (xStep == length && yStep == length)
        {
            length *= runs;
            runs = Math.Min(runs, 1);
        }

        if (runs == 1 && !accumulate)
        {
            x[..length].CopyTo(y);
            return;
        }

        RunsKernel<T> kernel = new(runs, length, x, xStep, y, yStep, accumulate);
        Widest.Run<T, RunsKernel<T>>(ref kernel);
    }

    // As Copy without accumulation, with the runs beginning at `start` and zeros everywhere else in y.
    public static void Embed<T>(int runs, int length, ReadOnlySpan<T> x, Span<T> y, int yStep, int start)
        where T : unmanaged
    {
        int written = 0;
        for (int run = 0; run < runs; run++)
        {
            int at = (run * yStep) + start;
            y[written..at].Clear();
            x.Slice(run * length, length).CopyTo(y[at..]);
            written = at + length;
        }

        y[written..].Clear();
    }
}

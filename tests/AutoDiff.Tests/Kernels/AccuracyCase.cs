using System;
using System.Numerics;
using AutoDiff.Kernels;
using Xunit;

namespace AutoDiff.Tests.Kernels;

// The largest error of a function over samples between two magnitudes, measured in units of the exact result's last place.
internal readonly struct AccuracyCase<T, TFunction>(Func<double, Precise> exact, double limit, T[] samples, int stride) : ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFunction : struct, IUnary<T>
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        // All widths compute the same bits, so the narrow twins, slow where optimisation is off, need only a share.
        int step = TLanes.Count == 16 || (TLanes.Count == 8 && typeof(T) == typeof(double)) ? 1 : stride;
        T[] x = step == 1 ? samples : Array.FindAll(samples, new Every(step).Next), y = new T[x.Length];
        new UnaryKernel<T, TFunction>(x, y, accumulate: false).Run<TLanes>();
        double worst = 0;
        T at = default;
        for (int i = 0; i < x.Length; i++)
        {
            double error = Error(exact(double.CreateTruncating(x[i])), y[i]);
            if (error > worst)
                (worst, at) = (error, x[i]);
        }

        Assert.True(worst <= limit, $"{typeof(TFunction).Name} {typeof(TLanes).Name}: {worst} units in the last place at {at:R}, stated {limit}");
    }

    private static double Error(Precise exact, T y)
    {
        if (typeof(T) == typeof(double))
            return exact.UlpsTo(double.CreateTruncating(y));
        double value = Math.ScaleB(exact.High, exact.Exponent), computed = double.CreateTruncating(y);
        if ((float)value == computed || Math.Abs(value) > float.MaxValue && computed == Math.CopySign(double.PositiveInfinity, value))
            return 0;
        return Math.Abs(value - computed) / Math.ScaleB(1, Math.Max(value == 0 ? -149 : Math.ILogB(value) - 23, -149));
    }

    private sealed class Every(int step)
    {
        private int _count;

        public bool Next(T value) => _count++ % step == 0;
    }
}

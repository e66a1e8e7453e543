using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff.Tests.Kernels;

// Folds of a range: close to a sum in double precision, and the same bits as the scalar twin's.
internal readonly struct ReductionCase<T>(int length, double tolerance) : ITwinTest<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        string what = $"{typeof(TLanes).Name} {typeof(T).Name} length {length}";
        T[] a = Twins.Values<T>(length, length), b = Twins.Values<T>(length, length + 1);
        double sum = 0, dot = 0, squares = 0, sizes = 0, max = double.NegativeInfinity, min = double.PositiveInfinity;
        for (int i = 0; i < length; i++)
        {
            double x = double.CreateTruncating(a[i]), y = double.CreateTruncating(b[i]), product = x * y;
            sum += x;
            dot += product;
            squares += (x - y) * (x - y);
            sizes += Math.Max(Math.Abs(x), Math.Abs(product));
            max = Math.Max(max, x);
            min = Math.Min(min, x);
        }

        Check<TLanes, SumFold<T>>(a, b, sum, sizes * tolerance, "sum " + what);
        Check<TLanes, DotFold<T>>(a, b, dot, sizes * tolerance, "dot " + what);

        // Of positive terms the reference, added one after the other, has a rounding error of its own.
        Check<TLanes, SquaredDifferenceFold<T>>(a, b, squares, squares * ((3 * tolerance) + (length * 1.2e-16)), "squared differences " + what);
        Check<TLanes, MaxFold<T>>(a, b, max, 0, "max " + what);
        Check<TLanes, MinFold<T>>(a, b, min, 0, "min " + what);
        if (length == 0)
            return;
        a[length / 2] = T.NaN;
        Check<TLanes, SumFold<T>>(a, b, double.NaN, 0, "sum with NaN " + what);
        Check<TLanes, MaxFold<T>>(a, b, double.NaN, 0, "max with NaN " + what);
        Check<TLanes, MinFold<T>>(a, b, double.NaN, 0, "min with NaN " + what);
    }

    private static void Check<TLanes, TFold>(T[] a, T[] b, double expected, double tolerance, string what)
        where TLanes : struct, ILanes<TLanes, T>
        where TFold : struct, IFold<T>
    {
        FoldKernel<T, TFold> kernel = new(a, b), scalar = new(a, b);
        kernel.Run<TLanes>();
        scalar.Run<Lanes1<T>>();
        Same.Close(expected, kernel.Result, tolerance, what);
        Same.Bits<T>([scalar.Result], [kernel.Result], what + " against the scalar twin");
    }
}

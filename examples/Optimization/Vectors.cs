using System;
using System.Numerics.Tensors;

namespace AutoDiff.Examples.Optimization;

// What the methods need of vectors.
internal static class Vectors
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => TensorPrimitives.Dot(a, b);

    public static double Norm(ReadOnlySpan<double> a) => TensorPrimitives.Norm(a);

    public static double[] Negative(ReadOnlySpan<double> a)
    {
        double[] negative = new double[a.Length];
        TensorPrimitives.Negate(a, negative);
        return negative;
    }

    public static double[] Difference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] difference = new double[a.Length];
        TensorPrimitives.Subtract(a, b, difference);
        return difference;
    }

    // sum + factor · v, into the sum.
    public static void Add(double[] sum, double factor, double[] v) => TensorPrimitives.MultiplyAdd<double>(v, factor, sum, sum);
}

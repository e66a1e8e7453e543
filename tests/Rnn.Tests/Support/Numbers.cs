using System;
using System.Collections.Generic;

namespace AutoDiff.Tests.Rnn.Support;

internal static class Numbers
{
    public static double[] Draw(Random random, int count, double scale = 1)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = scale * ((2 * random.NextDouble()) - 1);
        return values;
    }

    public static int[] Classes(Random random, int count, int classes)
    {
        int[] values = new int[count];
        for (int i = 0; i < count; i++)
            values[i] = random.Next(classes);
        return values;
    }

    // Every number of every parameter anew, so that biases are not zero.
    public static void Redraw(Random random, IEnumerable<Parameter<double>> parameters, double scale = 1)
    {
        foreach (Parameter<double> parameter in parameters)
            Draw(random, parameter.Shape.Count, scale).CopyTo(parameter.Write());
    }

    // The gradients of all parameters one after the other; zeros where there is none.
    public static double[] Gradients(IEnumerable<Parameter<double>> parameters)
    {
        List<double> all = [];
        foreach (Parameter<double> parameter in parameters)
            all.AddRange(parameter.HasGradient ? parameter.Gradient.ToArray() : new double[parameter.Shape.Count]);
        return [.. all];
    }

    // Null where both are the same but for rounding, else where they first differ.
    public static string? Differ(string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance = 1e-12)
    {
        if (expected.Length != actual.Length)
            return $"{what}: {actual.Length} numbers, {expected.Length} expected";
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]))))
                return $"{what}: number {i} is {actual[i]:R}, {expected[i]:R} expected";
        }

        return null;
    }
}

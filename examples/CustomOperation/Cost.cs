using System;
using System.Diagnostics;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.CustomOperation;

/// <summary>What a step with many pairs costs.</summary>
/// <param name="Kilobytes">How much more memory the tape took for the forward pass.</param>
/// <param name="Forward">Milliseconds of the forward pass, the fastest of several.</param>
/// <param name="Step">The same with the gradients.</param>
public readonly record struct Cost(double Kilobytes, double Forward, double Step)
{
    private const int Length = 64, Repeats = 5;

    /// <summary>The operation.</summary>
    /// <param name="pairs">How many pairs.</param>
    public static Cost Fused(int pairs) => Measure(pairs, Bilinear<float>.Of);

    /// <summary>The same of the library's operations.</summary>
    /// <param name="pairs">How many pairs.</param>
    public static Cost Composed(int pairs) => Measure(pairs, (x, a, y) => Sum(MatMul(x, a) * y, -1));

    private static Cost Measure(int pairs, Func<Variable<float>, Variable<float>, Variable<float>, Variable<float>> form)
    {
        float[] numbers = new float[pairs * Length];
        CounterRandom.FillNormal<float>(1, 0, 0, numbers);
        double kilobytes = 0, forward = double.PositiveInfinity, step = double.PositiveInfinity;
        for (int i = 0; i < Repeats; i++)
        {
            using Tape<float> tape = new();
            Variable<float> x = tape.Variable(numbers, new Shape(pairs, Length)), y = tape.Variable(numbers, new Shape(pairs, Length));
            Variable<float> a = tape.Variable(numbers.AsSpan(0, Length * Length), new Shape(Length, Length));
            long before = tape.Counters.Bytes;
            Stopwatch watch = Stopwatch.StartNew();
            Variable<float> root = Sum(form(x, a, y));
            forward = Math.Min(forward, watch.Elapsed.TotalMilliseconds);
            kilobytes = (tape.Counters.Bytes - before) / 1024.0;
            tape.Gradient(root, [x, a, y]);
            step = Math.Min(step, watch.Elapsed.TotalMilliseconds);
        }

        return new Cost(kilobytes, forward, step);
    }
}

using System;
using System.Numerics;

namespace AutoDiff.Checking;

// Memory is handed out uncleared; two runs over memory with different leftovers show what was not written.
internal sealed class ShapeLaw() : Law("Shape", "the shape rule says what is produced, and every element of it is written", LawScope.Values)
{
    private const int Leftovers = 1 << 13;

    private protected override string? Examine<T>(Trial<T> trial)
    {
        double[] after = Run(trial, 1e30, out Shape shape), afterOthers = Run(trial, -1e30, out Shape other);
        if (shape != other)
            return $"the shape is {shape} in one run and {other} in another.";
        if (after.Length != shape.Count)
            return $"the shape is {shape}, but there are {after.Length} elements.";
        int unwritten = Vectors.FirstOtherBits(after, afterOthers);
        if (unwritten >= 0)
            return FormattableString.Invariant($"element {unwritten} of {shape} depends on what the memory held before: {after[unwritten]:R} or {afterOthers[unwritten]:R}.");
        return trial.Case.IsConstant ? null : Slopes(trial, shape);
    }

    private static double[] Run<T>(Trial<T> trial, double leftover, out Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        tape.Fill(T.CreateSaturating(leftover), new Shape(Leftovers));
        tape.Reset();
        Variable<T> y = trial.Call(tape, out _);
        shape = y.Shape;
        return Precisions<T>.Widen(y.Values);
    }

    private static string? Slopes<T>(Trial<T> trial, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[][] xBar = trial.Probe.Vjp(trial.At, trial.Cotangent(shape.Count));
        for (int i = 0; i < xBar.Length; i++)
        {
            if (xBar[i].Length != trial.At[i].Length)
                return $"the gradient of input {i} has {xBar[i].Length} elements, the input {trial.At[i].Length}.";
        }

        double[] yDot = trial.Probe.Jvp(trial.At, trial.Tangents());
        return yDot.Length == shape.Count ? null : $"the tangent has {yDot.Length} elements, the result {shape.Count}.";
    }
}

using System;
using System.Numerics;

namespace AutoDiff.Checking;

// The inputs come once as plain arrays, once as runs that start inside larger ones, once stretched along an axis.
internal sealed class BroadcastLaw() : Law("Broadcast", "stretched and sliced inputs give the plain answer", LawScope.Sweeps)
{
    private const int Axes = 2;

    // Puts an input on the tape; its gradient is asked for at the leaf.
    private delegate Variable<T> Place<T>(Tape<T> tape, T[] values, Shape shape, out Variable<T> leaf)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private protected override string? Examine<T>(Trial<T> trial)
    {
        Answer plain = Solve(trial, trial.At, Plain);
        string? broken = Compare(trial, "sliced", plain, Solve(trial, trial.At, Sliced), sumAxis: -1);
        for (int axis = 0; axis < Axes && broken is null; axis++)
            broken = Stretched(trial, axis);
        return broken;
    }

    private static Variable<T> Plain<T>(Tape<T> tape, T[] values, Shape shape, out Variable<T> leaf)
        where T : unmanaged, IFloatingPointIeee754<T> => leaf = tape.Variable(values, shape);

    // Three elements stand in front, so that the run starts in the middle of a vector.
    private static Variable<T> Sliced<T>(Tape<T> tape, T[] values, Shape shape, out Variable<T> leaf)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] larger = new T[values.Length + 5];
        values.CopyTo(larger, 3);
        return leaf = tape.View(new Run<T>(3, shape), tape.Variable(larger, new Shape(larger.Length)));
    }

    private static string? Stretched<T>(Trial<T> trial, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[][] at = new double[trial.At.Length][];
        for (int i = 0; i < at.Length; i++)
            at[i] = Repeated(trial.Probe.Shapes[i], axis, trial.At[i]);
        Answer stretched = Solve(trial, at, (Tape<T> tape, T[] values, Shape shape, out Variable<T> leaf) =>
        {
            Shape small = Small(shape, axis);
            T[] kept = new T[small.Count];
            for (int e = 0; e < values.Length; e++)
                kept[AutoDiff.Reference.Source(shape, e, small)] = values[e];
            leaf = tape.Variable(kept, small);
            return Ops.BroadcastTo(leaf, shape);
        });
        return Compare(trial, $"stretched along axis {axis}", Solve(trial, at, Plain), stretched, axis);
    }

    // The shape with one axis of length 1.
    private static Shape Small(Shape shape, int axis) => axis < shape.Rank && shape[axis] > 0 ? shape.With(axis, 1) : shape;

    // The array that repeats its first elements along the axis.
    private static double[] Repeated(Shape shape, int axis, double[] values)
    {
        Shape small = Small(shape, axis);
        double[] first = new double[small.Count];
        for (int e = shape.Count - 1; e >= 0; e--)
            first[AutoDiff.Reference.Source(shape, e, small)] = values[e];
        return AutoDiff.Reference.Elements(shape.Count, e => first[AutoDiff.Reference.Source(shape, e, small)]);
    }

    private static Answer Solve<T>(Trial<T> trial, double[][] at, Place<T> place)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        Variable<T>[] inputs = new Variable<T>[at.Length], leaves = new Variable<T>[at.Length];
        for (int i = 0; i < at.Length; i++)
            inputs[i] = place(tape, Precisions<T>.Round(at[i]), trial.Probe.Shapes[i], out leaves[i]);
        Variable<T> y = trial.Case.Function(inputs);
        double[] result = Precisions<T>.Widen(y.Values);
        Variable<T> w = tape.Constant(Precisions<T>.Round(trial.Cotangent(y.Shape.Count, 50)), y.Shape);
        Variable<T>[] gradients = tape.Vjp([y], [w], leaves, record: false, Unconnected.Zero);
        return new(result, Array.ConvertAll(gradients, gradient => Precisions<T>.Widen(gradient.Values)));
    }

    private static string? Compare<T>(Trial<T> trial, string how, Answer plain, Answer other, int sumAxis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int value = Vectors.FirstFar(other.Result, plain.Result, Precisions<T>.Agreement * Vectors.MaxAbs(plain.Result));
        if (value >= 0)
            return FormattableString.Invariant($"with inputs {how}, element {value} is {other.Result[value]:R} instead of {plain.Result[value]:R}.");
        for (int i = 0; i < plain.Gradients.Length; i++)
        {
            Shape shape = trial.Probe.Shapes[i];
            double[] expected = sumAxis < 0 ? plain.Gradients[i] : AutoDiff.Reference.SumTo(shape, Small(shape, sumAxis))([plain.Gradients[i]]);
            int far = Vectors.FirstFar(other.Gradients[i], expected, Precisions<T>.Agreement * shape.Count * Vectors.MaxAbs(plain.Gradients[i]));
            if (far >= 0)
                return FormattableString.Invariant($"with inputs {how}, the gradient of input {i}, element {far}, is {other.Gradients[i][far]:R} instead of {expected[far]:R}.");
        }

        return null;
    }

    private readonly record struct Answer(double[] Result, double[][] Gradients);
}

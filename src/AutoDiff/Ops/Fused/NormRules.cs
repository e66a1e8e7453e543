using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// What layer and root-mean-square normalisation share. Inputs: x [rows, n], and perhaps scale [n] and shift [n].
internal static class NormRules<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The last axes of x as one, and the parameters with them.
    public static Variable<T> Apply<TNorm>(string operation, TNorm norm, Variable<T> x, Variable<T>? scale, Variable<T>? shift, int axes, double epsilon)
        where TNorm : struct, IPrimitive<T>
    {
        Shape shape = x.Shape;
        if (axes < 1 || axes > shape.Rank)
            NoSuchAxes(operation, axes, shape);
        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
            ChannelNorms.NotAnEpsilon(operation, epsilon);
        int first = shape.Rank - axes, n = shape.CountOf(first, shape.Rank);
        Check(operation, "scale", scale, in shape, first);
        Check(operation, "shift", shift, in shape, first);
        Variable<T> rows = Ops.Reshape(x, new Shape(shape.CountOf(0, first), n));
        Variable<T> y = scale is not { } factors ? x.Tape.Apply(norm, rows)
            : shift is not { } terms ? x.Tape.Apply(norm, rows, Ops.Reshape(factors, new Shape(n)))
            : x.Tape.Apply(norm, rows, Ops.Reshape(factors, new Shape(n)), Ops.Reshape(terms, new Shape(n)));
        y = Ops.Reshape(y, shape);
        return scale is null && shift is { } alone ? y + alone : y;
    }

    public static void Forward(in ForwardCall<T> call, double epsilon, bool centred) => NormPass.Forward(
        call.Input(0),
        call.InputCount > 1 ? call.Input(1) : default,
        call.InputCount > 2 ? call.Input(2) : default,
        T.CreateChecked(epsilon),
        centred,
        call.OutputShape[1],
        call.Output,
        call.Saved);

    public static void Vjp(in VjpCall<T> call, double epsilon, bool centred)
    {
        if (call.MayOpen)
        {
            NormPass.Backward(
                call.Input(0).Values,
                call.InputCount > 1 ? call.Input(1).Values : default,
                call.Saved,
                call.Cotangent.Values,
                centred,
                call.InputShape(0)[1],
                SequenceRules.Open(in call, 0),
                SequenceRules.Open(in call, 1),
                SequenceRules.Open(in call, 2));
            return;
        }

        // In plain operations, for gradients that are differentiated again.
        Variable<T> yBar = call.Cotangent, h = Normalised(call.Input(0), epsilon, centred, out Variable<T> reciprocal);
        call.Add(0, Project(call.InputCount > 1 ? yBar * call.Input(1) : yBar, h, reciprocal, centred));
        if (call.InputCount > 1 && call.Wants(1))
            call.Add(1, yBar * h);
        if (call.InputCount > 2)
            call.Add(2, yBar);
    }

    public static void Jvp(in JvpCall<T> call, double epsilon, bool centred)
    {
        Variable<T> h = Normalised(call.Input(0), epsilon, centred, out Variable<T> reciprocal);
        if (call.Moves(0))
        {
            Variable<T> hDot = Project(call.Tangent(0), h, reciprocal, centred);
            call.Add(call.InputCount > 1 ? hDot * call.Input(1) : hDot);
        }

        if (call.InputCount > 1 && call.Moves(1))
            call.Add(h * call.Tangent(1));
        if (call.InputCount > 2 && call.Moves(2))
            call.Add(call.Tangent(2));
    }

    public static Variable<T> Batch<TNorm>(in BatchCall<T> call, TNorm norm)
        where TNorm : struct, IPrimitive<T>
    {
        Variable<T> x = call.Batched(0);
        Variable<T> h = Ops.Reshape(call.Tape.Apply(norm, Ops.Reshape(x, new Shape(call.Size * call.InputShape(0)[0], call.InputShape(0)[1]))), x.Shape);
        if (call.InputCount > 1)
            h *= call.Aligned(1);
        return call.InputCount > 2 ? h + call.Aligned(2) : h;
    }

    public static WorkedCase<T> Case(string name, WorkedFunction<T> function, Shape x, int axes, int parameters, double epsilon, bool centred)
    {
        Shape own = new(x.Axes[^axes..]);
        return new(name, function, [.. Enumerable.Repeat(own, parameters).Prepend(x).Select(shape => new WorkedInput(shape))])
        {
            Reference = inputs => Reference.Elements(x.Count, i =>
            {
                int n = own.Count, start = i / n * n;
                double[] row = inputs[0][start..(start + n)];
                double mean = centred ? row.Average() : 0, square = row.Average(value => (value - mean) * (value - mean));
                double y = (inputs[0][i] - mean) / Math.Sqrt(square + epsilon);
                return (y * (parameters > 0 ? inputs[1][i % n] : 1)) + (parameters > 1 ? inputs[2][i % n] : 0);
            }),
        };
    }

    private static Variable<T> Normalised(Variable<T> x, double epsilon, bool centred, out Variable<T> reciprocal)
    {
        Variable<T> about = centred ? x - Ops.Mean(x, -1, keepAxes: true) : x;
        reciprocal = Ops.ReciprocalSqrt(Ops.Mean(Ops.Square(about), -1, keepAxes: true) + T.CreateChecked(epsilon));
        return about * reciprocal;
    }

    // The slope of the normalised row, which is symmetric, times v.
    private static Variable<T> Project(Variable<T> v, Variable<T> h, Variable<T> reciprocal, bool centred)
    {
        Variable<T> rest = v - (h * Ops.Mean(v * h, -1, keepAxes: true));
        return (centred ? rest - Ops.Mean(v, -1, keepAxes: true) : rest) * reciprocal;
    }

    private static void Check(string operation, string what, Variable<T>? parameter, in Shape x, int first)
    {
        if (parameter is { } given && !given.Shape.Axes.SequenceEqual(x.Axes[first..]))
            ParameterDoesNotFit(operation, what, given.Shape, new Shape(x.Axes[first..]));
    }

    [DoesNotReturn]
    private static void NoSuchAxes(string operation, int axes, Shape x) => throw new ArgumentException(
        $"{operation}: no such axes: asked for the last {axes} of {x}; need from 1 to {x.Rank}.");

    [DoesNotReturn]
    private static void ParameterDoesNotFit(string operation, string what, Shape given, Shape wanted) => throw new ArgumentException(
        $"{operation}: the {what} does not fit: it is {given}, the axes that are normalised are {wanted}; need the same.");
}

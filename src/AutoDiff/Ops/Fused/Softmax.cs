using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Weights that are positive and add up to 1 along an axis: <c>y_i = e^x_i / sum_j e^x_j</c>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis along which the weights add up to 1; a negative one counts from the end.</param>
    /// <returns>The weights, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = y · (xDot - sum(y · xDot))</c>; <c>xBar = y · (yBar - sum(y · yBar))</c>. Saves the result.
    /// Computed from x less its largest element, so nothing overflows. -infinity gives 0; a line of nothing else, or with
    /// +infinity or NaN, gives NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> Softmax<T>(Variable<T> x, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Softmax<T>(x.Shape.Axis(axis, nameof(Softmax))), x);
}

internal readonly struct Softmax<T>(int axis) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Softmax";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 5), -1),
        Case(new Shape(4, 3), 0),
        Case(new Shape(2, 4, 3), 1),
        Case(new Shape(6), 0),
        Case(new Shape(3, 1), 1),
        Case(new Shape(2, 0), 1),
        Case(new Shape(0, 2), 1),
        Case(new Shape(3, 5), -1, low: 1000, high: 1005),
        new("Softmax(x), one of x and two fixed", x => Among(x[0]), new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of(x => Math.Exp(x) / (Math.Exp(x) + 2)),
            Specials =
            [
                new([double.NegativeInfinity], 0) { Slopes = [0] },
                new([double.PositiveInfinity], double.NaN),
                new([double.NaN], double.NaN),
                new([1e30], 1) { Slopes = [0] },
            ],
        },
        new("Softmax([])", x => Ops.Softmax(x[0]), new WorkedInput(Shape.Scalar)) { Refusal = ["Softmax", "no axis -1", "[]"] },
        new("Softmax([3], 1)", x => Ops.Softmax(x[0], 1), new WorkedInput(new Shape(3))) { Refusal = ["Softmax", "no axis 1", "[3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        if (!call.Output.IsEmpty)
            SoftmaxKernels.Softmax(call.Input(0), x[axis], x.CountOf(axis + 1, x.Rank), call.Output);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, SoftmaxGradient<T>.Of(call.Cotangent, call.Output, axis));

    // The Jacobian is symmetric.
    public void Jvp(in JvpCall<T> call) => call.Add(SoftmaxGradient<T>.Of(call.Tangent(0), call.Output, axis));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Softmax(call.Input(0), axis + 1);

    private static WorkedCase<T> Case(Shape shape, int axis, double low = -3, double high = 3) =>
        new($"Softmax({shape}, {axis})", x => Ops.Softmax(x[0], axis), new WorkedInput(shape, low, high)) { Reference = Lines.Softmax(shape, axis) };

    private static Variable<T> Among(Variable<T> x)
    {
        Variable<T> zero = x.Tape.Constant(T.Zero);
        return Ops.Select(Ops.Softmax(Ops.Stack(0, x, zero, zero)), 0, 0);
    }
}

// y · (v - sum(v · y)) in one pass.
internal readonly struct SoftmaxGradient<T>(int axis) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SoftmaxGradient";

    public static bool CanAccumulate => true;

    // The sum over a line is known before the line's first result is written.
    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 5), 1),
        Case(new Shape(4, 3), 0),
        Case(new Shape(2, 3, 2), 1),
        Case(new Shape(2, 0), 1),
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> y, int axis) => v.Tape.Apply(new SoftmaxGradient<T>(axis), v, y);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape y = ref call.OutputShape;
        if (!call.Output.IsEmpty)
            SoftmaxKernels.SoftmaxGradient(call.Input(0), call.Input(1), y[axis], y.CountOf(axis + 1, y.Rank), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> w = call.Cotangent, v = call.Input(0), y = call.Input(1);
        if (call.Wants(0))
            call.Add(0, Of(w, y, axis));
        if (call.Wants(1))
            call.Add(1, (w * (v - Lines.Sum(v * y, axis))) - (v * Lines.Sum(w * y, axis)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> v = call.Input(0), y = call.Input(1);
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), y, axis));
        if (call.Moves(1))
        {
            Variable<T> yDot = call.Tangent(1);
            call.Add((yDot * (v - Lines.Sum(v * y, axis))) - (y * Lines.Sum(v * yDot, axis)));
        }
    }

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Batched(0), call.Batched(1), axis + 1);

    private static WorkedCase<T> Case(Shape shape, int axis) =>
        new($"SoftmaxGradient({shape}, {axis})", x => Of(x[0], x[1], axis), new WorkedInput(shape), new WorkedInput(shape))
        {
            Reference = Lines.Reference(shape, axis, (lines, i) =>
            {
                double sum = 0;
                for (int j = 0; j < lines[0].Length; j++)
                    sum += lines[0][j] * lines[1][j];
                return lines[1][i] * (lines[0][i] - sum);
            }),
        };
}

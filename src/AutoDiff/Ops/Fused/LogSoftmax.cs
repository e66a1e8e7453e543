using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The logarithms of <see cref="Softmax"/>, in nats: <c>y_i = x_i - log(sum_j e^x_j)</c> along an axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis along which <c>e^y</c> adds up to 1; a negative one counts from the end.</param>
    /// <returns>The logarithms, 0 or less, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = xDot - sum(e^y · xDot)</c>; <c>xBar = yBar - e^y · sum(yBar)</c>. Saves the result.
    /// Computed from x less its largest element: exact also where the weight is too small to be written.
    /// -infinity gives -infinity; a line of nothing else, or with +infinity or NaN, gives NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> LogSoftmax<T>(Variable<T> x, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new LogSoftmax<T>(x.Shape.Axis(axis, nameof(LogSoftmax))), x);
}

internal readonly struct LogSoftmax<T>(int axis) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LogSoftmax";

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
        new("LogSoftmax(x), one of x and 0", x => BesideZero(x[0]), new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of(x => x - Math.Log(Math.Exp(x) + 1)),
            Specials =
            [
                new([double.NegativeInfinity], double.NegativeInfinity), new([double.PositiveInfinity], double.NaN),
                new([double.NaN], double.NaN), new([-1000], -1000) { Slopes = [1] },
            ],
        },
        new("LogSoftmax([])", x => Ops.LogSoftmax(x[0]), new WorkedInput(Shape.Scalar)) { Refusal = ["LogSoftmax", "no axis -1", "[]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        if (!call.Output.IsEmpty)
            SoftmaxKernels.LogSoftmax(call.Input(0), x[axis], x.CountOf(axis + 1, x.Rank), call.Output);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, LogSoftmaxGradient<T>.Of(call.Cotangent, call.Output, axis));

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> xDot = call.Tangent(0);
        call.Add(xDot - Lines.Sum(Ops.Exp(call.Output) * xDot, axis));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Ops.LogSoftmax(call.Input(0), axis + 1);

    private static WorkedCase<T> Case(Shape shape, int axis, double low = -3, double high = 3) =>
        new($"LogSoftmax({shape}, {axis})", x => Ops.LogSoftmax(x[0], axis), new WorkedInput(shape, low, high))
        {
            Reference = Lines.Reference(shape, axis, (lines, i) => lines[0][i] - Lines.LogSumExp(lines[0])),
        };

    private static Variable<T> BesideZero(Variable<T> x) => Ops.Select(Ops.LogSoftmax(Ops.Stack(0, x, x.Tape.Constant(T.Zero))), 0, 0);
}

// v - e^y · sum(v) in one pass.
internal readonly struct LogSoftmaxGradient<T>(int axis) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LogSoftmaxGradient";

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

    public static Variable<T> Of(Variable<T> v, Variable<T> y, int axis) => v.Tape.Apply(new LogSoftmaxGradient<T>(axis), v, y);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape y = ref call.OutputShape;
        if (!call.Output.IsEmpty)
            SoftmaxKernels.LogSoftmaxGradient(call.Input(0), call.Input(1), y[axis], y.CountOf(axis + 1, y.Rank), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> w = call.Cotangent, weights = Ops.Exp(call.Input(1));
        if (call.Wants(0))
            call.Add(0, w - Lines.Sum(weights * w, axis));
        if (call.Wants(1))
            call.Add(1, -(weights * w * Lines.Sum(call.Input(0), axis)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> v = call.Input(0), y = call.Input(1);
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), y, axis));
        if (call.Moves(1))
            call.Add(-(Ops.Exp(y) * call.Tangent(1) * Lines.Sum(v, axis)));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Batched(0), call.Batched(1), axis + 1);

    private static WorkedCase<T> Case(Shape shape, int axis) =>
        new($"LogSoftmaxGradient({shape}, {axis})", x => Of(x[0], x[1], axis), new WorkedInput(shape), new WorkedInput(shape, -3, 0))
        {
            Reference = Lines.Reference(shape, axis, (lines, i) =>
            {
                double sum = 0;
                foreach (double v in lines[0])
                    sum += v;
                return lines[0][i] - (Math.Exp(lines[1][i]) * sum);
            }),
        };
}

using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The running logarithm of a sum of exponentials along an axis, <c>y_t = log(e^x_0 + ... + e^x_t)</c>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis it runs along; a negative one counts from the end.</param>
    /// <param name="reverse">Whether it runs from the last place to the first.</param>
    /// <returns>The logarithms, in nats, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>
    /// Derivative: <c>yDot_t = e^(y_(t-1) - y_t) · yDot_(t-1) + e^(x_t - y_t) · xDot_t</c>; <c>xBar_t = e^(x_t - y_t) · g_t</c> with
    /// <c>g_t = yBar_t + e^(y_t - y_(t+1)) · g_(t+1)</c>, factors that never exceed 1. Saves input and result. Nothing overflows; the slopes
    /// are as exact as the differences of logarithms, <c>|y|</c> units in the last place; as long as all are -infinity the
    /// result is, with slopes 0. Cost: linear in the elements, an exponential and a logarithm each, one after the other. Source: elementary.
    /// </remarks>
    public static Variable<T> CumulativeLogSumExp<T>(Variable<T> x, int axis, bool reverse = false)
        where T : unmanaged, IFloatingPointIeee754<T> => AutoDiff.CumulativeLogSumExp<T>.Of(x, ScanAxis.Of(x.Shape, axis, reverse, nameof(CumulativeLogSumExp)));
}

internal readonly struct CumulativeLogSumExp<T>(ScanAxis along) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "CumulativeLogSumExp";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5), 0, false),
        Case(new Shape(2, 4), -1, true),
        Case(new Shape(4, 3), 0, false),
        Case(new Shape(2, 3, 2), 1, true),
        Case(new Shape(2, 3, 2), 0, false),
        Case(new Shape(3, 1), 1, false),
        Case(new Shape(2, 0), 1, false),
        Case(new Shape(0, 2), 1, false),
        new("x * CumulativeLogSumExp([3], axis 0)", x => x[0] * Ops.CumulativeLogSumExp(x[0], 0), new WorkedInput(new Shape(3)))
        {
            Reference = Lines.Reference(new Shape(3), 0, (lines, i) => lines[0][i] * Fold(lines[0], i, reverse: false)),
        },
        new(
            "CumulativeLogSumExp beside -infinity",
            x => Ops.Sum(Ops.CumulativeLogSumExp(Ops.Stack(0, x[0], x[1]), 0)),
            new WorkedInput(Shape.Scalar),
            new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of((a, b) => a + Math.Max(a, b) + Math.Log(1 + Math.Exp(-Math.Abs(a - b)))),
            Specials =
            [
                new([double.NegativeInfinity, 1], double.NegativeInfinity) { Slopes = [0, 1] },
                new([double.NegativeInfinity, double.NegativeInfinity], double.NegativeInfinity) { Slopes = [0, 0] },
                new([2, 2], 4 + Math.Log(2)) { Slopes = [1.5, 0.5] },
                new([1000, 1000], 2000 + Math.Log(2)),
                new([1, double.NegativeInfinity], 2) { Slopes = [2, 0] },
                new([1, double.NaN], double.NaN),
            ],
        },
        new("CumulativeLogSumExp([2, 3], axis 2)", x => Ops.CumulativeLogSumExp(x[0], 2), new WorkedInput(new Shape(2, 3)))
        {
            Refusal = ["CumulativeLogSumExp", "axis 2", "[2, 3]"],
        },
        new("CumulativeLogSumExp([], axis 0)", x => Ops.CumulativeLogSumExp(x[0], 0), new WorkedInput(Shape.Scalar)) { Refusal = ["CumulativeLogSumExp", "axis 0", "[]"] },
    ];

    public static Variable<T> Of(Variable<T> x, ScanAxis along) => x.Tape.Apply(new CumulativeLogSumExp<T>(along), x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => along.Run<T, Kernels.LogAddExpStep<T>>(in call, 0, 0, T.NegativeInfinity);

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> g = LinearRecurrence<T>.Of(along.Next(Decay(call.Output)), call.Cotangent, along.Opposite);
        call.Add(0, LogSumExpGradient<T>.Of(g, call.Input(0), call.Output));
    }

    public void Jvp(in JvpCall<T> call) =>
        call.Add(LinearRecurrence<T>.Of(Decay(call.Output), LogSumExpGradient<T>.Of(call.Tangent(0), call.Input(0), call.Output), along));

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), along.Shifted);

    // e^(y_(t-1) - y_t): the part of each sum that was there before.
    private Variable<T> Decay(Variable<T> y) =>
        LogSumExpGradient<T>.Of(y.Tape.Constant(T.One), along.Previous(y, T.NegativeInfinity), y);

    private static WorkedCase<T> Case(Shape shape, int axis, bool reverse) =>
        new($"CumulativeLogSumExp({shape}, axis {axis}, reverse {reverse})", x => Ops.CumulativeLogSumExp(x[0], axis, reverse), new WorkedInput(shape))
        {
            Reference = Lines.Reference(shape, axis, (lines, i) => Fold(lines[0], i, reverse)),
        };

    // What is gathered on the way to element i.
    private static double Fold(double[] line, int i, bool reverse)
    {
        double y = double.NegativeInfinity;
        foreach (double x in reverse ? line[i..] : line[..(i + 1)])
            y = double.IsNegativeInfinity(y) ? x : Math.Max(x, y) + Math.Log(1 + Math.Exp(-Math.Abs(x - y)));
        return y;
    }
}

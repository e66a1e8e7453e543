using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The logistic function <c>y = 1 / (1 + e^-x)</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, in [0, 1], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = y (1 - y) · xDot</c>; <c>xBar = y (1 - y) · yBar</c>. Saves the result. Within 3 units in the last
    /// place, small results too; ±infinity gives 1 and 0 with slope 0. Source: elementary.
    /// </remarks>
    public static Variable<T> Sigmoid<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Sigmoid<T>), x);
}

internal readonly struct Sigmoid<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Sigmoid";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Sigmoid(x)", x => Ops.Sigmoid(x[0]), new WorkedInput(new Shape(3, 5), -4, 4))
        {
            Reference = Reference.Of(a => 1 / (1 + System.Math.Exp(-a))),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], 0.5) { Slopes = [0.25] },
                new([double.PositiveInfinity], 1) { Slopes = [0] }, new([double.NegativeInfinity], 0) { Slopes = [0] },
            ],
        },
        new("x * Sigmoid(x)", x => x[0] * Ops.Sigmoid(x[0]), new WorkedInput(Shape.Scalar, -4, 4)) { Reference = Reference.Of(a => a / (1 + System.Math.Exp(-a))) },
    ];

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, SigmoidFunction<T>>(a, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, SigmoidFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, SigmoidGradient<T>.Of(call.Cotangent, call.Output));

    public void Jvp(in JvpCall<T> call) => call.Add(SigmoidGradient<T>.Of(call.Tangent(0), call.Output));
}

// v · y (1 - y) in one pass.
internal readonly struct SigmoidGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SigmoidGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("SigmoidGradient(v, y)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), 0, 1))
        {
            Reference = Reference.Of((v, y) => v * y * (1 - y)),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> y) => v.Tape.Apply(default(SigmoidGradient<T>), v, y);

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, SigmoidGradientFunction<T>>(a, b, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, SigmoidGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1)));
        if (call.Wants(1))
            call.Add(1, Bend(call.Cotangent, call.Input(0), call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(Bend(call.Tangent(1), call.Input(0), call.Input(1)));
    }

    // d/dy of y (1 - y) · v along w.
    private static Variable<T> Bend(Variable<T> w, Variable<T> v, Variable<T> y) => (T.One - (y + y)) * v * w;
}

using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The hyperbolic tangent <c>y = tanh(x)</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The tangents, in [-1, 1], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = (1 - y²) · xDot</c>; <c>xBar = (1 - y²) · yBar</c>. Saves the result.
    /// Exactly odd; ±0 and ±infinity give ±0 and ±1. Source: elementary.
    /// </remarks>
    public static Variable<T> Tanh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Tanh<T>), x);
}

internal readonly struct Tanh<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Tanh";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Tanh(x)", x => Ops.Tanh(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(System.Math.Tanh),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [1] },
                new([double.PositiveInfinity], 1) { Slopes = [0] }, new([double.NegativeInfinity], -1) { Slopes = [0] },
            ],
        },
    ];

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, TanhFunction<T>>(a, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, TanhFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, TanhGradient<T>.Of(call.Cotangent, call.Output));

    public void Jvp(in JvpCall<T> call) => call.Add(TanhGradient<T>.Of(call.Tangent(0), call.Output));
}

// (1 - y²) · v in one pass.
internal readonly struct TanhGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "TanhGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("TanhGradient(v, y)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), -1, 1))
        {
            Reference = Reference.Of((v, y) => v * (1 - (y * y))),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> y) => v.Tape.Apply(default(TanhGradient<T>), v, y);

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, TanhGradientFunction<T>>(a, b, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, TanhGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

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

    // d/dy of (1 - y²) · v along w.
    private static Variable<T> Bend(Variable<T> w, Variable<T> v, Variable<T> y) => T.CreateChecked(-2) * v * y * w;
}

using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The positive part <c>y = max(x, 0)</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The positive parts, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot</c> and <c>xBar = yBar</c> where <c>x &gt; 0</c>, else 0; at the kink <c>x = 0</c> it is 0.
    /// Saves the input. NaN stays NaN, with slope 0. Source: elementary.
    /// </remarks>
    public static Variable<T> Relu<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Relu<T>), x);
}

internal readonly struct Relu<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Relu";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Relu(x)", x => Ops.Relu(x[0]), new WorkedInput(new Shape(3, 5)))
        {
            Reference = Reference.Of(a => a > 0 ? a : 0),
            Specials =
            [
                new([0], 0) { Slopes = [0] }, new([-0.0], 0) { Slopes = [0] }, new([double.NaN], double.NaN) { Slopes = [0] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [1] }, new([double.NegativeInfinity], 0) { Slopes = [0] },
            ],
        },
        new("x * Relu(x)", x => x[0] * Ops.Relu(x[0]), new WorkedInput(new Shape(7))) { Reference = Reference.Of(a => a > 0 ? a * a : 0) },
    ];

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, ReluFunction<T>>(a, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, ReluFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, ReluGradient<T>.Of(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(ReluGradient<T>.Of(call.Tangent(0), call.Input(0)));
}

// v where x > 0, else 0: constant in x wherever it has a slope.
internal readonly struct ReluGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "ReluGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("ReluGradient(v, x)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of((v, x) => x > 0 ? v : 0),
            Specials = [new([2, 0], 0) { Slopes = [0, 0] }],
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x) => v.Tape.Apply(default(ReluGradient<T>), v, x);

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, ReluGradientFunction<T>>(a, b, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, ReluGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1)));
    }
}

using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = x</c> where x is positive, else <c>y = slope · x</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="slope">The slope on the left, a constant for differentiation; 0.01 is usual.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot</c> and <c>xBar = yBar</c> where <c>x &gt; 0</c>, else <paramref name="slope"/> times that; at the kink
    /// <c>x = 0</c> it is the left one, as for <see cref="Relu"/>. Saves the input. NaN stays NaN. Source: Maas, Hannun and Ng (2013).
    /// </remarks>
    public static Variable<T> LeakyRelu<T>(Variable<T> x, T slope)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new LeakyRelu<T>(slope), x);
}

internal readonly struct LeakyRelu<T>(T slope) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LeakyRelu";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("LeakyRelu(x, 1/4)", x => Ops.LeakyRelu(x[0], T.CreateChecked(0.25)), new WorkedInput(new Shape(3, 5)))
        {
            Reference = Reference.Of(a => a > 0 ? a : a / 4),
            Specials =
            [
                new([0], 0) { Slopes = [0.25] }, new([-0.0], -0.0) { Slopes = [0.25] }, new([double.NaN], double.NaN),
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [1] }, new([double.NegativeInfinity], double.NegativeInfinity) { Slopes = [0.25] },
            ],
        },
        new("x * LeakyRelu(x, 1/4)", x => x[0] * Ops.LeakyRelu(x[0], T.CreateChecked(0.25)), new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of(a => a > 0 ? a * a : a * a / 4),
        },
        new("LeakyRelu([0], 1/4)", x => Ops.LeakyRelu(x[0], T.CreateChecked(0.25)), new WorkedInput(new Shape(0))) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        T left = slope;
        Elementwise.Map<T, LeakyReluFunction<T>>(call.Input(0), new ReadOnlySpan<T>(in left), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, LeakyReluGradient<T>.Of(call.Cotangent, call.Input(0), slope));

    public void Jvp(in JvpCall<T> call) => call.Add(LeakyReluGradient<T>.Of(call.Tangent(0), call.Input(0), slope));
}

// v where x > 0, else slope · v: constant in x wherever it has a slope.
internal readonly struct LeakyReluGradient<T>(T slope) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LeakyReluGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("LeakyReluGradient(v, x, 1/4)", x => Of(x[0], x[1], T.CreateChecked(0.25)), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of((v, x) => x > 0 ? v : v / 4),
            Specials = [new([2, 0], 0.5) { Slopes = [0.25, 0] }],
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x, T slope) => v.Tape.Apply(new LeakyReluGradient<T>(slope), v, x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        T left = slope;
        Elementwise.Map<T, LeakyReluGradientFunction<T>>(call.Input(0), call.Input(1), new ReadOnlySpan<T>(in left), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1), slope));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), slope));
    }
}

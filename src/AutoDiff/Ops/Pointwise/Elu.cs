using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = x</c> where x is positive, else <c>y = alpha (e^x - 1)</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="alpha">How far down the left side goes, a constant for differentiation; 1 is usual, and makes the slope continuous.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: 1 where <c>x &gt; 0</c>, else <c>alpha · e^x</c>, times <c>xDot</c> or <c>yBar</c>; at 0 the left one. Saves the input.
    /// -infinity gives <c>-alpha</c>, NaN stays NaN. Source: Clevert, Unterthiner and Hochreiter (2016), eq. 15.
    /// </remarks>
    public static Variable<T> Elu<T>(Variable<T> x, T alpha)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Elu<T>(T.One, alpha), x);

    /// <summary>The exponential unit that keeps mean 0 and variance 1: <c>y = λ x</c> where x is positive, else <c>y = λ α (e^x - 1)</c>.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// <c>λ = 1.0507009873554805</c>, <c>α = 1.6732632423543772</c>. Derivative: <c>λ</c> where <c>x &gt; 0</c>, else <c>λ α e^x</c>; at the kink
    /// <c>x = 0</c> the left one. Saves the input. Source: Klambauer et al. (2017), eqs. 2 and 14.
    /// </remarks>
    public static Variable<T> Selu<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T lambda = T.CreateChecked(1.0507009873554804934193);
        return x.Tape.Apply(new Elu<T>(lambda, lambda * T.CreateChecked(1.6732632423543772848170)), x);
    }
}

internal readonly struct Elu<T>(T right, T left) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Elu";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Elu(x, 1)", x => Ops.Elu(x[0], T.One), new WorkedInput(new Shape(3, 5)))
        {
            Reference = Reference.Of(a => a > 0 ? a : Math.Exp(a) - 1),
            Specials =
            [
                new([0], 0) { Slopes = [1] }, new([-0.0], -0.0) { Slopes = [1] }, new([double.NaN], double.NaN),
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [1] }, new([double.NegativeInfinity], -1) { Slopes = [0] },
            ],
        },
        new("Elu(x, 1/2)", x => Ops.Elu(x[0], T.CreateChecked(0.5)), new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of(a => a > 0 ? a : (Math.Exp(a) - 1) / 2),
            Specials = [new([0], 0) { Slopes = [0.5] }],
        },
        new("x * Selu(x)", x => x[0] * Ops.Selu(x[0]), new WorkedInput(new Shape(7)))
        {
            Reference = Reference.Of(a => a * 1.0507009873554805 * (a > 0 ? a : 1.6732632423543772 * (Math.Exp(a) - 1))),
        },
        new("Elu([0], 1)", x => Ops.Elu(x[0], T.One), new WorkedInput(new Shape(0))) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        T slope = right, depth = left;
        Elementwise.Map<T, EluFunction<T>>(call.Input(0), new ReadOnlySpan<T>(in slope), new ReadOnlySpan<T>(in depth), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Cotangent * EluSlope<T>.Of(call.Input(0), right, left));

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tangent(0) * EluSlope<T>.Of(call.Input(0), right, left));
}

// right where x > 0, else left · e^x: its own slope is of the same form.
internal readonly struct EluSlope<T>(T right, T left) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "EluSlope";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("EluSlope(x, 2, 1/2)", x => Of(x[0], T.CreateChecked(2), T.CreateChecked(0.5)), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of(x => x > 0 ? 2 : Math.Exp(x) / 2),
            Specials = [new([0], 0.5) { Slopes = [0.5] }],
        },
    ];

    public static Variable<T> Of(Variable<T> x, T right, T left) => x.Tape.Apply(new EluSlope<T>(right, left), x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        T slope = right, depth = left;
        Elementwise.Map<T, EluSlopeFunction<T>>(call.Input(0), new ReadOnlySpan<T>(in slope), new ReadOnlySpan<T>(in depth), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Cotangent * Of(call.Input(0), T.Zero, left));

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tangent(0) * Of(call.Input(0), T.Zero, left));
}

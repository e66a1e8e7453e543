using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = x · Φ(x)</c>, element by element, with the normal distribution's share Φ below x.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = (Φ(x) + x φ(x)) · xDot</c> with the normal density φ, and the same for <c>xBar</c>. Saves the input. Within 5 units in the
    /// last place, on the far left too, where <c>1 + erf</c> would cancel; -infinity gives 0. Source: Hendrycks and Gimpel (2016), eq. 1;
    /// their approximation is <see cref="GeluTanh"/>.
    /// </remarks>
    public static Variable<T> Gelu<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Gelu<T>), x);
}

internal readonly struct Gelu<T> : IUnaryPrimitive<T, GeluFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Gelu";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Gelu(x)", x => Ops.Gelu(x[0]), new WorkedInput(new Shape(3, 5), -4, 4))
        {
            Reference = Reference.Of(a => a * Special.Normal(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [0.5] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [1] }, new([double.NegativeInfinity], -0.0) { Slopes = [0] },
                new([-10], -7.6198530241604973e-23),
            ],
        },
        new("x * Gelu(x)", x => x[0] * Ops.Gelu(x[0]), new WorkedInput(new Shape(4), -4, 4)) { Reference = Reference.Of(a => a * (a * Special.Normal(a))) },
        new("Gelu([])", x => Ops.Gelu(x[0]), new WorkedInput(Shape.Scalar, -4, 4)) { Reference = Reference.Of(a => a * Special.Normal(a)) },
        new("Gelu([0, 2])", x => Ops.Gelu(x[0]), new WorkedInput(new Shape(0, 2), -4, 4)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, GeluFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => GeluGradient<T>.Of(v, x);
}

// v · (Φ(x) + x φ(x)) in one pass. Its slope in x is (2 - x²) φ(x) · v.
internal readonly struct GeluGradient<T> : IBinaryPrimitive<T, GeluGradientFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "GeluGradient";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("GeluGradient(v, x)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), -4, 4))
        {
            Reference = Reference.Of((v, x) => v * (Special.Normal(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)))),
            Specials =
            [
                new([1, 1e30], 1) { Slopes = [1, 0] }, new([1, -1e30], 0) { Slopes = [0, 0] },
                new([1, double.PositiveInfinity], 1) { Slopes = [1, 0] }, new([1, double.NegativeInfinity], 0) { Slopes = [0, 0] },
            ],
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x) => v.Tape.Apply(default(GeluGradient<T>), v, x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, GeluGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

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

    // How it moves with x along w. Where the share is 0 or 1 to the last bit, x is bounded, so that its square does not overflow.
    private static Variable<T> Bend(Variable<T> w, Variable<T> v, Variable<T> x)
    {
        Variable<T> square = Ops.Square(Ops.Clamp(x, T.CreateChecked(-1000), T.CreateChecked(1000)));
        return (T.CreateChecked(2) - square) * Ops.Exp(square * T.CreateChecked(-0.5)) * T.CreateChecked(0.39894228040143267794) * v * w;
    }
}

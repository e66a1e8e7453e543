using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = x · sigmoid(x)</c>, element by element, also called swish.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = s (1 + x (1 - s)) · xDot</c> with <c>s = sigmoid(x)</c>, and the same for <c>xBar</c>. Saves the input. Within 3 units in the
    /// last place, on the far left too; -infinity gives 0. Source: Elfwing, Uchibe and Doya (2018).
    /// </remarks>
    public static Variable<T> Silu<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Silu<T>), x);
}

internal readonly struct Silu<T> : IUnaryPrimitive<T, SiluFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Silu";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Silu(x)", x => Ops.Silu(x[0]), new WorkedInput(new Shape(3, 5), -4, 4))
        {
            Reference = Reference.Of(a => a / (1 + Math.Exp(-a))),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [0.5] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [1] }, new([double.NegativeInfinity], -0.0) { Slopes = [0] },
            ],
        },
        new("x * Silu(x)", x => x[0] * Ops.Silu(x[0]), new WorkedInput(new Shape(4), -4, 4)) { Reference = Reference.Of(a => a * (a / (1 + Math.Exp(-a)))) },
        new("Silu([])", x => Ops.Silu(x[0]), new WorkedInput(Shape.Scalar, -4, 4)) { Reference = Reference.Of(a => a / (1 + Math.Exp(-a))) },
        new("Silu([0, 2])", x => Ops.Silu(x[0]), new WorkedInput(new Shape(0, 2), -4, 4)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, SiluFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => SiluGradient<T>.Of(v, x);
}

// v · s (1 + x (1 - s)) in one pass, with s = sigmoid(x).
internal readonly struct SiluGradient<T> : IBinaryPrimitive<T, SiluGradientFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SiluGradient";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("SiluGradient(v, x)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), -4, 4))
        {
            Reference = Reference.Of((v, x) => v / (1 + Math.Exp(-x)) * (1 + (x / (1 + Math.Exp(x))))),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x) => v.Tape.Apply(default(SiluGradient<T>), v, x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, SiluGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

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

    // How it moves with x along w.
    private static Variable<T> Bend(Variable<T> w, Variable<T> v, Variable<T> x)
    {
        Variable<T> s = Ops.Sigmoid(x), rest = T.One - s;
        return s * rest * (T.CreateChecked(2) + (x * (rest - s))) * v * w;
    }
}

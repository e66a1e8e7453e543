using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = x · tanh(softplus(x))</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = (t + x (1 - t²) s) · xDot</c> with <c>t = tanh(softplus(x))</c> and <c>s = sigmoid(x)</c>, and the same for <c>xBar</c>.
    /// Saves the input. Within 4 units in the last place, on the far left too; -infinity gives 0. Source: Misra (2019).
    /// </remarks>
    public static Variable<T> Mish<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Mish<T>), x);
}

internal readonly struct Mish<T> : IUnaryPrimitive<T, MishFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Mish";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Mish(x)", x => Ops.Mish(x[0]), new WorkedInput(new Shape(3, 5), -4, 4))
        {
            Reference = Reference.Of(a => a * Math.Tanh(Math.Log(1 + Math.Exp(a)))),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [0.6] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [1] }, new([double.NegativeInfinity], -0.0) { Slopes = [0] },
            ],
        },
        new("x * Mish(x)", x => x[0] * Ops.Mish(x[0]), new WorkedInput(new Shape(4), -4, 4)) { Reference = Reference.Of(a => a * (a * Math.Tanh(Math.Log(1 + Math.Exp(a))))) },
        new("Mish([])", x => Ops.Mish(x[0]), new WorkedInput(Shape.Scalar, -4, 4)) { Reference = Reference.Of(a => a * Math.Tanh(Math.Log(1 + Math.Exp(a)))) },
        new("Mish([0, 2])", x => Ops.Mish(x[0]), new WorkedInput(new Shape(0, 2), -4, 4)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, MishFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => MishGradient<T>.Of(v, x);
}

// v · (t + x (1 - t²) s) in one pass, with t = tanh(softplus(x)) and s = sigmoid(x).
internal readonly struct MishGradient<T> : IBinaryPrimitive<T, MishGradientFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "MishGradient";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("MishGradient(v, x)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), -4, 4))
        {
            Reference = Reference.Of((v, x) => v * Slope(x)),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x) => v.Tape.Apply(default(MishGradient<T>), v, x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, MishGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

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
        Variable<T> s = Ops.Sigmoid(x), t = Ops.Tanh(Ops.Softplus(x)), tDot = (T.One - Ops.Square(t)) * s;
        return tDot * (T.CreateChecked(2) + (x * (T.One - s - (T.CreateChecked(2) * t * s)))) * v * w;
    }

    private static double Slope(double x)
    {
        double t = Math.Tanh(Math.Log(1 + Math.Exp(x)));
        return t + (x * (1 - (t * t)) / (1 + Math.Exp(-x)));
    }
}

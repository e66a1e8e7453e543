using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The smooth positive part <c>y = log(1 + e^x)</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, 0 or larger, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = sigmoid(x) · xDot</c>; <c>xBar = sigmoid(x) · yBar</c>. Saves the input. Within 3 units in the last
    /// place, neither overflowing on the right nor losing small results on the left; -infinity gives 0. Source: elementary.
    /// </remarks>
    public static Variable<T> Softplus<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Softplus<T>), x);

    /// <summary>The logarithm of the logistic function, <c>y = -log(1 + e^-x)</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The logarithms, in nats, 0 or less, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = sigmoid(-x) · xDot</c>; <c>xBar = sigmoid(-x) · yBar</c>. It is <c>-Softplus(-x)</c>, and as precise.
    /// Source: elementary.
    /// </remarks>
    public static Variable<T> LogSigmoid<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => -Softplus(-x);
}

internal readonly struct Softplus<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Softplus";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Softplus(x)", x => Ops.Softplus(x[0]), new WorkedInput(new Shape(3, 5), -4, 4))
        {
            Reference = Reference.Of(a => System.Math.Log(1 + System.Math.Exp(a))),
            Specials =
            [
                new([double.NaN], double.NaN), new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [1] },
                new([double.NegativeInfinity], 0) { Slopes = [0] }, new([1000], 1000) { Slopes = [1] },
            ],
        },
        new("LogSigmoid(x)", x => Ops.LogSigmoid(x[0]), new WorkedInput(new Shape(5), -4, 4))
        {
            Reference = Reference.Of(a => -System.Math.Log(1 + System.Math.Exp(-a))),
            Specials =
            [
                new([double.NaN], double.NaN), new([double.PositiveInfinity], -0.0) { Slopes = [0] },
                new([double.NegativeInfinity], double.NegativeInfinity) { Slopes = [1] }, new([-1000], -1000) { Slopes = [1] },
            ],
        },
        new("x * Softplus(x)", x => x[0] * Ops.Softplus(x[0]), new WorkedInput(Shape.Scalar, -4, 4)) { Reference = Reference.Of(a => a * System.Math.Log(1 + System.Math.Exp(a))) },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, SoftplusFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, SoftplusGradient<T>.Of(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(SoftplusGradient<T>.Of(call.Tangent(0), call.Input(0)));
}

// v · sigmoid(x) in one pass.
internal readonly struct SoftplusGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SoftplusGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("SoftplusGradient(v, x)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), -4, 4))
        {
            Reference = Reference.Of((v, x) => v / (1 + System.Math.Exp(-x))),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x) => v.Tape.Apply(default(SoftplusGradient<T>), v, x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, SoftplusGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

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

    // d/dx of sigmoid(x) · v along w.
    private static Variable<T> Bend(Variable<T> w, Variable<T> v, Variable<T> x) => SigmoidGradient<T>.Of(v * w, Ops.Sigmoid(x));
}

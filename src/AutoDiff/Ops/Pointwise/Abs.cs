using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The absolute value <c>y = |x|</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The absolute values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = sign(x) · xDot</c>; <c>xBar = sign(x) · yBar</c>; at the kink <c>x = 0</c> the slope is 0.
    /// Saves the input. Exact; NaN stays NaN, and its slope is NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> Abs<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Abs<T>), x);
}

internal readonly struct Abs<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Abs";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Abs(x)", x => Ops.Abs(x[0]), new WorkedInput(new Shape(3, 5)))
        {
            Reference = Reference.Of(a => System.Math.Abs(a)),
            Specials =
            [
                new([0], 0) { Slopes = [0] }, new([-0.0], 0) { Slopes = [0] }, new([double.NaN], double.NaN) { Slopes = [double.NaN] },
                new([double.NegativeInfinity], double.PositiveInfinity) { Slopes = [-1] },
            ],
        },
        new("x * Abs(x)", x => x[0] * Ops.Abs(x[0]), new WorkedInput(Shape.Scalar)) { Reference = Reference.Of(a => a * System.Math.Abs(a)) },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, AbsFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, AbsGradient<T>.Of(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(AbsGradient<T>.Of(call.Tangent(0), call.Input(0)));
}

// v · sign(x) in one pass: constant in x wherever it has a slope.
internal readonly struct AbsGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "AbsGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("AbsGradient(v, x)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of((v, x) => v * System.Math.Sign(x)),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x) => v.Tape.Apply(default(AbsGradient<T>), v, x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, AbsGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

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

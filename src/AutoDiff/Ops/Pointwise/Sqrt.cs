using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The square root <c>y = √x</c>, element by element.</summary>
    /// <param name="x">An array of numbers that are not negative.</param>
    /// <returns>The roots, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / 2y</c>; <c>xBar = yBar / 2y</c>. Saves the result. Correctly rounded; at 0 the slope is
    /// infinite, so a cotangent of 0 gives NaN there; a negative number gives NaN, -0 gives -0. Source: elementary.
    /// </remarks>
    public static Variable<T> Sqrt<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Sqrt<T>), x);
}

internal readonly struct Sqrt<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Sqrt";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Sqrt(x)", x => Ops.Sqrt(x[0]), new WorkedInput(new Shape(3, 5), 0.25, 4))
        {
            Reference = Reference.Of(a => System.Math.Sqrt(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-1], double.NaN), new([0], 0) { Slopes = [double.PositiveInfinity] }, new([-0.0], -0.0),
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [0] },
            ],
        },
        new("x * Sqrt(x)", x => x[0] * Ops.Sqrt(x[0]), new WorkedInput(Shape.Scalar, 0.25, 4)) { Reference = Reference.Of(a => a * System.Math.Sqrt(a)) },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, SqrtFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, SqrtGradient<T>.Of(call.Cotangent, call.Output));

    public void Jvp(in JvpCall<T> call) => call.Add(SqrtGradient<T>.Of(call.Tangent(0), call.Output));
}

// v / 2y in one pass.
internal readonly struct SqrtGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SqrtGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("SqrtGradient(v, y)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), 0.25, 4))
        {
            Reference = Reference.Of((v, y) => v / (2 * y)),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> y) => v.Tape.Apply(default(SqrtGradient<T>), v, y);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, SqrtGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1)));
        if (call.Wants(1))
            call.Add(1, DivideGradient<T>.Of(call.Cotangent, call.Output, call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(DivideGradient<T>.Of(call.Tangent(1), call.Output, call.Input(1)));
    }
}

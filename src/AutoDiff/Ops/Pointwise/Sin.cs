using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The sine <c>y = sin(x)</c>, element by element.</summary>
    /// <param name="x">Any array, in radians.</param>
    /// <returns>The sines, in [-1, 1], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = cos(x) · xDot</c>; <c>xBar = cos(x) · yBar</c>. Saves the input. Within 1 unit in the last place for
    /// every finite argument; NaN at the infinities. Source: elementary.
    /// </remarks>
    public static Variable<T> Sin<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Sin<T>), x);
}

internal readonly struct Sin<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Sin";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Sin(x)", x => Ops.Sin(x[0]), new WorkedInput(new Shape(3, 5), -7, 7))
        {
            Reference = Reference.Of(System.Math.Sin),
            Specials = [new([double.NaN], double.NaN), new([double.PositiveInfinity], double.NaN), new([-0.0], -0.0) { Slopes = [1] }],
        },
        new("x * Sin(x)", x => x[0] * Ops.Sin(x[0]), new WorkedInput(Shape.Scalar)) { Reference = Reference.Of(a => a * System.Math.Sin(a)) },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, SinFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, SinGradient<T>.Of(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(SinGradient<T>.Of(call.Tangent(0), call.Input(0)));
}

// v · cos(x) in one pass.
internal readonly struct SinGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SinGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("SinGradient(v, x)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), -7, 7))
        {
            Reference = Reference.Of((v, x) => v * System.Math.Cos(x)),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x) => v.Tape.Apply(default(SinGradient<T>), v, x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, SinGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1)));
        if (call.Wants(1))
            call.Add(1, CosGradient<T>.Of(call.Cotangent * call.Input(0), call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(CosGradient<T>.Of(call.Tangent(1) * call.Input(0), call.Input(1)));
    }
}

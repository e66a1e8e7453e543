using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The cosine <c>y = cos(x)</c>, element by element.</summary>
    /// <param name="x">Any array, in radians.</param>
    /// <returns>The cosines, in [-1, 1], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = -sin(x) · xDot</c>; <c>xBar = -sin(x) · yBar</c>. Saves the input. Within 1 unit in the last place for
    /// every finite argument; NaN at the infinities. Source: elementary.
    /// </remarks>
    public static Variable<T> Cos<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Cos<T>), x);
}

internal readonly struct Cos<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Cos";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Cos(x)", x => Ops.Cos(x[0]), new WorkedInput(new Shape(3, 5), -7, 7))
        {
            Reference = Reference.Of(System.Math.Cos),
            Specials = [new([double.NaN], double.NaN), new([double.PositiveInfinity], double.NaN), new([0], 1) { Slopes = [-0.0] }],
        },
        new("x * Cos(x)", x => x[0] * Ops.Cos(x[0]), new WorkedInput(Shape.Scalar)) { Reference = Reference.Of(a => a * System.Math.Cos(a)) },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, CosFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, CosGradient<T>.Of(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(CosGradient<T>.Of(call.Tangent(0), call.Input(0)));
}

// -v · sin(x) in one pass.
internal readonly struct CosGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "CosGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("CosGradient(v, x)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), -7, 7))
        {
            Reference = Reference.Of((v, x) => -v * System.Math.Sin(x)),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x) => v.Tape.Apply(default(CosGradient<T>), v, x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, CosGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1)));
        if (call.Wants(1))
            call.Add(1, -SinGradient<T>.Of(call.Cotangent * call.Input(0), call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(-SinGradient<T>.Of(call.Tangent(1) * call.Input(0), call.Input(1)));
    }
}

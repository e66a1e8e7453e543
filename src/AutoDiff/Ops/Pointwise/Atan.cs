using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The inverse tangent, an angle in radians, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The angles, in [-π/2, π/2], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / (1 + x²)</c>; <c>xBar = yBar / (1 + x²)</c>. Saves the input. Within 2 units in the last place, exactly odd;
    /// ±infinity gives ±π/2 with slope 0. Source: elementary.
    /// </remarks>
    public static Variable<T> Atan<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Atan<T>), x);
}

internal readonly struct Atan<T> : IUnaryPrimitive<T, AtanFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Atan";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Atan(x)", x => Ops.Atan(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(a => Math.Atan(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [1] }, new([double.PositiveInfinity], Math.PI / 2) { Slopes = [0] },
                new([double.NegativeInfinity], -Math.PI / 2) { Slopes = [0] }, new([1], Math.PI / 4) { Slopes = [0.5] },
            ],
        },
        new("x * Atan(x)", x => x[0] * Ops.Atan(x[0]), new WorkedInput(new Shape(4), -3, 3)) { Reference = Reference.Of(a => a * (Math.Atan(a))) },
        new("Atan([])", x => Ops.Atan(x[0]), new WorkedInput(Shape.Scalar, -3, 3)) { Reference = Reference.Of(a => Math.Atan(a)) },
        new("Atan([0, 2])", x => Ops.Atan(x[0]), new WorkedInput(new Shape(0, 2), -3, 3)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, AtanFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v / (T.One + Ops.Square(x));
}

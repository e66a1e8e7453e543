using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The inverse sine, an angle in radians, element by element.</summary>
    /// <param name="x">An array of numbers in [-1, 1].</param>
    /// <returns>The angles, in [-π/2, π/2], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / √(1 - x²)</c>; <c>xBar = yBar / √(1 - x²)</c>, infinite at ±1. Saves the input. Within 2.5 units in the
    /// last place, exactly odd; NaN outside [-1, 1]. Source: elementary.
    /// </remarks>
    public static Variable<T> Asin<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Asin<T>), x);
}

internal readonly struct Asin<T> : IUnaryPrimitive<T, AsinFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Asin";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Asin(x)", x => Ops.Asin(x[0]), new WorkedInput(new Shape(3, 5), -0.9, 0.9))
        {
            Reference = Reference.Of(a => Math.Asin(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([1.5], double.NaN), new([-0.0], -0.0) { Slopes = [1] },
                new([1], Math.PI / 2) { Slopes = [double.PositiveInfinity] }, new([-1], -Math.PI / 2) { Slopes = [double.PositiveInfinity] },
            ],
        },
        new("x * Asin(x)", x => x[0] * Ops.Asin(x[0]), new WorkedInput(new Shape(4), -0.9, 0.9)) { Reference = Reference.Of(a => a * (Math.Asin(a))) },
        new("Asin([])", x => Ops.Asin(x[0]), new WorkedInput(Shape.Scalar, -0.9, 0.9)) { Reference = Reference.Of(a => Math.Asin(a)) },
        new("Asin([0, 2])", x => Ops.Asin(x[0]), new WorkedInput(new Shape(0, 2), -0.9, 0.9)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, AsinFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v / Ops.Sqrt((T.One - x) * (T.One + x));
}

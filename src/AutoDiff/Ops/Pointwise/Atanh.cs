using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The inverse hyperbolic tangent <c>y = log((1 + x) / (1 - x)) / 2</c>, element by element.</summary>
    /// <param name="x">An array of numbers in [-1, 1].</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / (1 - x²)</c>; <c>xBar = yBar / (1 - x²)</c>. Saves the input. Within 3 units in the last place, exactly odd;
    /// ±1 gives ±infinity with an infinite slope, more NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> Atanh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Atanh<T>), x);
}

internal readonly struct Atanh<T> : IUnaryPrimitive<T, AtanhFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Atanh";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Atanh(x)", x => Ops.Atanh(x[0]), new WorkedInput(new Shape(3, 5), -0.8, 0.8))
        {
            Reference = Reference.Of(a => Math.Atanh(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [1] },
                new([1], double.PositiveInfinity) { Slopes = [double.PositiveInfinity] },
                new([-1], double.NegativeInfinity) { Slopes = [double.PositiveInfinity] }, new([2], double.NaN),
            ],
        },
        new("x * Atanh(x)", x => x[0] * Ops.Atanh(x[0]), new WorkedInput(new Shape(4), -0.8, 0.8)) { Reference = Reference.Of(a => a * (Math.Atanh(a))) },
        new("Atanh([])", x => Ops.Atanh(x[0]), new WorkedInput(Shape.Scalar, -0.8, 0.8)) { Reference = Reference.Of(a => Math.Atanh(a)) },
        new("Atanh([0, 2])", x => Ops.Atanh(x[0]), new WorkedInput(new Shape(0, 2), -0.8, 0.8)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, AtanhFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v / ((T.One - x) * (T.One + x));
}

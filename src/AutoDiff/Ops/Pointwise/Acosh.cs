using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The inverse hyperbolic cosine <c>y = log(x + √(x² - 1))</c>, element by element.</summary>
    /// <param name="x">An array of numbers that are not less than 1.</param>
    /// <returns>The values, 0 or larger, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / √(x² - 1)</c>; <c>xBar = yBar / √(x² - 1)</c>, infinite at 1. Saves the input. Within 2 units in the last
    /// place, next to 1 too; NaN below 1. Source: elementary.
    /// </remarks>
    public static Variable<T> Acosh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Acosh<T>), x);
}

internal readonly struct Acosh<T> : IUnaryPrimitive<T, AcoshFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Acosh";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Acosh(x)", x => Ops.Acosh(x[0]), new WorkedInput(new Shape(3, 5), 1.25, 4))
        {
            Reference = Reference.Of(a => Math.Acosh(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([0.5], double.NaN), new([1], 0) { Slopes = [double.PositiveInfinity] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [0] }, new([1e30], 69.77069997038132),
            ],
        },
        new("x * Acosh(x)", x => x[0] * Ops.Acosh(x[0]), new WorkedInput(new Shape(4), 1.25, 4)) { Reference = Reference.Of(a => a * (Math.Acosh(a))) },
        new("Acosh([])", x => Ops.Acosh(x[0]), new WorkedInput(Shape.Scalar, 1.25, 4)) { Reference = Reference.Of(a => Math.Acosh(a)) },
        new("Acosh([0, 2])", x => Ops.Acosh(x[0]), new WorkedInput(new Shape(0, 2), 1.25, 4)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, AcoshFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v / (Ops.Sqrt(x - T.One) * Ops.Sqrt(x + T.One));
}

using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The hyperbolic cosine <c>y = (e^x + e^-x) / 2</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, 1 or larger, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = sinh(x) · xDot</c>; <c>xBar = sinh(x) · yBar</c>. Saves the input. Within 2 units in the last place, infinite no
    /// sooner than the exact result. Source: elementary.
    /// </remarks>
    public static Variable<T> Cosh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Cosh<T>), x);
}

internal readonly struct Cosh<T> : IUnaryPrimitive<T, CoshFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Cosh";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Cosh(x)", x => Ops.Cosh(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(a => Math.Cosh(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], 1) { Slopes = [0] },
                new([double.NegativeInfinity], double.PositiveInfinity) { Slopes = [double.NegativeInfinity] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [double.PositiveInfinity] },
            ],
        },
        new("x * Cosh(x)", x => x[0] * Ops.Cosh(x[0]), new WorkedInput(new Shape(4), -3, 3)) { Reference = Reference.Of(a => a * (Math.Cosh(a))) },
        new("Cosh([])", x => Ops.Cosh(x[0]), new WorkedInput(Shape.Scalar, -3, 3)) { Reference = Reference.Of(a => Math.Cosh(a)) },
        new("Cosh([0, 2])", x => Ops.Cosh(x[0]), new WorkedInput(new Shape(0, 2), -3, 3)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, CoshFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v * Ops.Sinh(x);
}

using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The hyperbolic sine <c>y = (e^x - e^-x) / 2</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = cosh(x) · xDot</c>; <c>xBar = cosh(x) · yBar</c>. Saves the input. Within 2.5 units in the last place, exactly odd,
    /// infinite no sooner than the exact result. Source: elementary.
    /// </remarks>
    public static Variable<T> Sinh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Sinh<T>), x);
}

internal readonly struct Sinh<T> : IUnaryPrimitive<T, SinhFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Sinh";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Sinh(x)", x => Ops.Sinh(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(a => Math.Sinh(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [1] },
                new([double.NegativeInfinity], double.NegativeInfinity) { Slopes = [double.PositiveInfinity] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [double.PositiveInfinity] },
            ],
        },
        new("x * Sinh(x)", x => x[0] * Ops.Sinh(x[0]), new WorkedInput(new Shape(4), -3, 3)) { Reference = Reference.Of(a => a * (Math.Sinh(a))) },
        new("Sinh([])", x => Ops.Sinh(x[0]), new WorkedInput(Shape.Scalar, -3, 3)) { Reference = Reference.Of(a => Math.Sinh(a)) },
        new("Sinh([0, 2])", x => Ops.Sinh(x[0]), new WorkedInput(new Shape(0, 2), -3, 3)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, SinhFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v * Ops.Cosh(x);
}

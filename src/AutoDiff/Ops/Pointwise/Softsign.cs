using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = x / (1 + |x|)</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, in [-1, 1], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / (1 + |x|)²</c>; <c>xBar = yBar / (1 + |x|)²</c>, smooth at 0; the second derivative is taken as 0 there.
    /// Saves the input. Within 1.5 units in the last place; ±infinity gives ±1 with slope 0. Source: elementary.
    /// </remarks>
    public static Variable<T> Softsign<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Softsign<T>), x);
}

internal readonly struct Softsign<T> : IUnaryPrimitive<T, SoftsignFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Softsign";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Softsign(x)", x => Ops.Softsign(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(a => a / (1 + Math.Abs(a))),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [1] }, new([double.PositiveInfinity], 1) { Slopes = [0] },
                new([double.NegativeInfinity], -1) { Slopes = [0] },
            ],
        },
        new("x * Softsign(x)", x => x[0] * Ops.Softsign(x[0]), new WorkedInput(new Shape(4), -3, 3)) { Reference = Reference.Of(a => a * (a / (1 + Math.Abs(a)))) },
        new("Softsign([])", x => Ops.Softsign(x[0]), new WorkedInput(Shape.Scalar, -3, 3)) { Reference = Reference.Of(a => a / (1 + Math.Abs(a))) },
        new("Softsign([0, 2])", x => Ops.Softsign(x[0]), new WorkedInput(new Shape(0, 2), -3, 3)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, SoftsignFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v / Ops.Square(T.One + Ops.Abs(x));
}

using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = 2^x</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The powers, 0 or larger, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = y log(2) · xDot</c>; <c>xBar = y log(2) · yBar</c>. Saves the result. Within 1.5 units in the last place, exact at
    /// whole numbers; -infinity gives 0, an overflow infinity. Source: elementary.
    /// </remarks>
    public static Variable<T> Exp2<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Exp2<T>), x);
}

internal readonly struct Exp2<T> : IUnaryPrimitive<T, Exp2Function<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Exp2";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Exp2(x)", x => Ops.Exp2(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(a => Math.Pow(2, a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], 1), new([-3], 0.125), new([double.NegativeInfinity], 0) { Slopes = [0] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [double.PositiveInfinity] },
            ],
        },
        new("x * Exp2(x)", x => x[0] * Ops.Exp2(x[0]), new WorkedInput(new Shape(4), -3, 3)) { Reference = Reference.Of(a => a * (Math.Pow(2, a))) },
        new("Exp2([])", x => Ops.Exp2(x[0]), new WorkedInput(Shape.Scalar, -3, 3)) { Reference = Reference.Of(a => Math.Pow(2, a)) },
        new("Exp2([0, 2])", x => Ops.Exp2(x[0]), new WorkedInput(new Shape(0, 2), -3, 3)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, Exp2Function<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Output));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Output));

    private static Variable<T> Along(Variable<T> v, Variable<T> y) => y * T.CreateChecked(0.69314718055994530942) * v;
}

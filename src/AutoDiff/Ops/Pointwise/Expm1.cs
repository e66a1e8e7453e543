using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = e^x - 1</c>, element by element, exact next to 0 too.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, -1 or larger, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = e^x · xDot</c>; <c>xBar = e^x · yBar</c>. Saves the input. Within 2.5 units in the last place;
    /// -0 stays -0, -infinity gives -1, an overflow infinity. Named as in C, Python and PyTorch. Source: elementary.
    /// </remarks>
    public static Variable<T> Expm1<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Expm1<T>), x);
}

internal readonly struct Expm1<T> : IUnaryPrimitive<T, Expm1Function<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Expm1";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Expm1(x)", x => Ops.Expm1(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(a => Math.Exp(a) - 1),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [1] }, new([double.NegativeInfinity], -1) { Slopes = [0] },
                new([1e-30], 1e-30) { Slopes = [1] }, new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [double.PositiveInfinity] },
            ],
        },
        new("x * Expm1(x)", x => x[0] * Ops.Expm1(x[0]), new WorkedInput(new Shape(4), -3, 3)) { Reference = Reference.Of(a => a * (Math.Exp(a) - 1)) },
        new("Expm1([])", x => Ops.Expm1(x[0]), new WorkedInput(Shape.Scalar, -3, 3)) { Reference = Reference.Of(a => Math.Exp(a) - 1) },
        new("Expm1([0, 2])", x => Ops.Expm1(x[0]), new WorkedInput(new Shape(0, 2), -3, 3)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, Expm1Function<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v * Ops.Exp(x);
}

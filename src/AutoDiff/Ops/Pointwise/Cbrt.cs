using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The cube root, element by element, of negative numbers too.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The roots, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / 3y²</c>; <c>xBar = yBar / 3y²</c>. Saves the result. Within 1 unit in the last place, exactly odd; at 0
    /// the slope is infinite, so a cotangent of 0 gives NaN there. Source: elementary; Halley's iteration.
    /// </remarks>
    public static Variable<T> Cbrt<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Cbrt<T>), x);
}

internal readonly struct Cbrt<T> : IUnaryPrimitive<T, CbrtFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Cbrt";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Cbrt(x)", x => Ops.Cbrt(x[0]), new WorkedInput(new Shape(3, 5), 0.25, 4))
        {
            Reference = Reference.Of(a => Math.Cbrt(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-8], -2) { Slopes = [0.08333333333333333] },
                new([-0.0], -0.0) { Slopes = [double.PositiveInfinity] }, new([0], 0) { Slopes = [double.PositiveInfinity] },
                new([double.NegativeInfinity], double.NegativeInfinity) { Slopes = [0] },
            ],
        },
        new("x * Cbrt(x)", x => x[0] * Ops.Cbrt(x[0]), new WorkedInput(new Shape(4), 0.25, 4)) { Reference = Reference.Of(a => a * (Math.Cbrt(a))) },
        new("Cbrt([])", x => Ops.Cbrt(x[0]), new WorkedInput(Shape.Scalar, 0.25, 4)) { Reference = Reference.Of(a => Math.Cbrt(a)) },
        new("Cbrt([0, 2])", x => Ops.Cbrt(x[0]), new WorkedInput(new Shape(0, 2), 0.25, 4)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, CbrtFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Output));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Output));

    private static Variable<T> Along(Variable<T> v, Variable<T> y) => v / (T.CreateChecked(3) * Ops.Square(y));
}

using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = log(1 + x)</c>, element by element, exact next to 0 too.</summary>
    /// <param name="x">An array of numbers that are not less than -1.</param>
    /// <returns>The logarithms, in nats, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / (1 + x)</c>; <c>xBar = yBar / (1 + x)</c>. Saves the input. Within 2.5 units in the last place; -0 stays -0,
    /// -1 gives -infinity with an infinite slope, less NaN. Named as in C, Python and PyTorch. Source: elementary.
    /// </remarks>
    public static Variable<T> Log1p<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Log1p<T>), x);
}

internal readonly struct Log1p<T> : IUnaryPrimitive<T, Log1pFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Log1p";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Log1p(x)", x => Ops.Log1p(x[0]), new WorkedInput(new Shape(3, 5), -0.75, 4))
        {
            Reference = Reference.Of(a => Math.Log(1 + a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [1] },
                new([-1], double.NegativeInfinity) { Slopes = [double.PositiveInfinity] }, new([-2], double.NaN), new([1e-30], 1e-30) { Slopes = [1] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [0] },
            ],
        },
        new("x * Log1p(x)", x => x[0] * Ops.Log1p(x[0]), new WorkedInput(new Shape(4), -0.75, 4)) { Reference = Reference.Of(a => a * (Math.Log(1 + a))) },
        new("Log1p([])", x => Ops.Log1p(x[0]), new WorkedInput(Shape.Scalar, -0.75, 4)) { Reference = Reference.Of(a => Math.Log(1 + a)) },
        new("Log1p([0, 2])", x => Ops.Log1p(x[0]), new WorkedInput(new Shape(0, 2), -0.75, 4)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, Log1pFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v / (T.One + x);
}

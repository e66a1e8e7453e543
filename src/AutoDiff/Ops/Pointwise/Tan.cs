using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The tangent, element by element, of angles in radians.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The tangents, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = (1 + y²) · xDot</c>; <c>xBar = (1 + y²) · yBar</c>. Saves the result. Within 3 units in the last place; beyond
    /// 100,000 as slow and as exact as the platform's own. -0 stays -0, infinities give NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> Tan<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Tan<T>), x);
}

internal readonly struct Tan<T> : IUnaryPrimitive<T, TanFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Tan";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Tan(x)", x => Ops.Tan(x[0]), new WorkedInput(new Shape(3, 5), -1.2, 1.2))
        {
            Reference = Reference.Of(a => Math.Tan(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [1] }, new([double.PositiveInfinity], double.NaN),
                new([1000000], -0.373624453987599),
            ],
        },
        new("x * Tan(x)", x => x[0] * Ops.Tan(x[0]), new WorkedInput(new Shape(4), -1.2, 1.2)) { Reference = Reference.Of(a => a * (Math.Tan(a))) },
        new("Tan([])", x => Ops.Tan(x[0]), new WorkedInput(Shape.Scalar, -1.2, 1.2)) { Reference = Reference.Of(a => Math.Tan(a)) },
        new("Tan([0, 2])", x => Ops.Tan(x[0]), new WorkedInput(new Shape(0, 2), -1.2, 1.2)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, TanFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Output));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Output));

    private static Variable<T> Along(Variable<T> v, Variable<T> y) => (T.One + Ops.Square(y)) * v;
}

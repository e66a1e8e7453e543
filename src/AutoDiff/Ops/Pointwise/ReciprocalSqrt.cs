using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = 1 / √x</c>, element by element.</summary>
    /// <param name="x">An array of numbers that are not negative.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = -y³ / 2 · xDot</c>; <c>xBar = -y³ / 2 · yBar</c>. Saves the result. Within 1.5 units in the last place;
    /// 0 gives infinity with a slope of -infinity, infinity 0, a negative number NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> ReciprocalSqrt<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(ReciprocalSqrt<T>), x);
}

internal readonly struct ReciprocalSqrt<T> : IUnaryPrimitive<T, ReciprocalSqrtFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "ReciprocalSqrt";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("ReciprocalSqrt(x)", x => Ops.ReciprocalSqrt(x[0]), new WorkedInput(new Shape(3, 5), 0.25, 4))
        {
            Reference = Reference.Of(a => 1 / Math.Sqrt(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-1], double.NaN), new([4], 0.5) { Slopes = [-0.0625] },
                new([0], double.PositiveInfinity) { Slopes = [double.NegativeInfinity] }, new([double.PositiveInfinity], 0) { Slopes = [-0.0] },
            ],
        },
        new("x * ReciprocalSqrt(x)", x => x[0] * Ops.ReciprocalSqrt(x[0]), new WorkedInput(new Shape(4), 0.25, 4)) { Reference = Reference.Of(a => a * (1 / Math.Sqrt(a))) },
        new("ReciprocalSqrt([])", x => Ops.ReciprocalSqrt(x[0]), new WorkedInput(Shape.Scalar, 0.25, 4)) { Reference = Reference.Of(a => 1 / Math.Sqrt(a)) },
        new("ReciprocalSqrt([0, 2])", x => Ops.ReciprocalSqrt(x[0]), new WorkedInput(new Shape(0, 2), 0.25, 4)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, ReciprocalSqrtFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Output));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Output));

    private static Variable<T> Along(Variable<T> v, Variable<T> y) => T.CreateChecked(-0.5) * y * Ops.Square(y) * v;
}

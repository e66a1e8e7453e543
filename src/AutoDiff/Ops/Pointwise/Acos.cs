using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The inverse cosine, an angle in radians, element by element.</summary>
    /// <param name="x">An array of numbers in [-1, 1].</param>
    /// <returns>The angles, in [0, π], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = -xDot / √(1 - x²)</c>; <c>xBar = -yBar / √(1 - x²)</c>, infinite at ±1. Saves the input. Within 2.5 units in the
    /// last place; NaN outside [-1, 1]. Source: elementary.
    /// </remarks>
    public static Variable<T> Acos<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Acos<T>), x);
}

internal readonly struct Acos<T> : IUnaryPrimitive<T, AcosFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Acos";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Acos(x)", x => Ops.Acos(x[0]), new WorkedInput(new Shape(3, 5), -0.9, 0.9))
        {
            Reference = Reference.Of(a => Math.Acos(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([1.5], double.NaN), new([-0.0], Math.PI / 2) { Slopes = [-1] },
                new([1], 0) { Slopes = [double.NegativeInfinity] }, new([-1], Math.PI) { Slopes = [double.NegativeInfinity] },
            ],
        },
        new("x * Acos(x)", x => x[0] * Ops.Acos(x[0]), new WorkedInput(new Shape(4), -0.9, 0.9)) { Reference = Reference.Of(a => a * (Math.Acos(a))) },
        new("Acos([])", x => Ops.Acos(x[0]), new WorkedInput(Shape.Scalar, -0.9, 0.9)) { Reference = Reference.Of(a => Math.Acos(a)) },
        new("Acos([0, 2])", x => Ops.Acos(x[0]), new WorkedInput(new Shape(0, 2), -0.9, 0.9)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, AcosFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => -v / Ops.Sqrt((T.One - x) * (T.One + x));
}

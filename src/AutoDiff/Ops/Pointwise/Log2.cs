using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The logarithm to base 2, element by element.</summary>
    /// <param name="x">An array of numbers that are not negative.</param>
    /// <returns>The logarithms, in bits, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / (x log 2)</c>; <c>xBar = yBar / (x log 2)</c>. Saves the input. Within 2 units in the last place, exact at powers of two;
    /// 0 gives -infinity with an infinite slope, a negative number NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> Log2<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Log2<T>), x);
}

internal readonly struct Log2<T> : IUnaryPrimitive<T, Log2Function<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Log2";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Log2(x)", x => Ops.Log2(x[0]), new WorkedInput(new Shape(3, 5), 0.25, 4))
        {
            Reference = Reference.Of(a => Math.Log2(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-1], double.NaN), new([1], 0) { Slopes = [1.4426950408889634] }, new([8], 3),
                new([0], double.NegativeInfinity) { Slopes = [double.PositiveInfinity] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [0] },
            ],
        },
        new("x * Log2(x)", x => x[0] * Ops.Log2(x[0]), new WorkedInput(new Shape(4), 0.25, 4)) { Reference = Reference.Of(a => a * (Math.Log2(a))) },
        new("Log2([])", x => Ops.Log2(x[0]), new WorkedInput(Shape.Scalar, 0.25, 4)) { Reference = Reference.Of(a => Math.Log2(a)) },
        new("Log2([0, 2])", x => Ops.Log2(x[0]), new WorkedInput(new Shape(0, 2), 0.25, 4)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, Log2Function<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v / (x * T.CreateChecked(0.69314718055994530942));
}

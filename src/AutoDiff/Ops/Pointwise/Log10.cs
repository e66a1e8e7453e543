using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The logarithm to base 10, element by element.</summary>
    /// <param name="x">An array of numbers that are not negative.</param>
    /// <returns>The logarithms, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / (x log 10)</c>; <c>xBar = yBar / (x log 10)</c>. Saves the input. Within 2 units in the last place;
    /// 0 gives -infinity with an infinite slope, a negative number NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> Log10<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Log10<T>), x);
}

internal readonly struct Log10<T> : IUnaryPrimitive<T, Log10Function<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Log10";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Log10(x)", x => Ops.Log10(x[0]), new WorkedInput(new Shape(3, 5), 0.25, 4))
        {
            Reference = Reference.Of(a => Math.Log10(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-1], double.NaN), new([1], 0) { Slopes = [0.43429448190325176] }, new([1000], 3),
                new([0], double.NegativeInfinity) { Slopes = [double.PositiveInfinity] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [0] },
            ],
        },
        new("x * Log10(x)", x => x[0] * Ops.Log10(x[0]), new WorkedInput(new Shape(4), 0.25, 4)) { Reference = Reference.Of(a => a * (Math.Log10(a))) },
        new("Log10([])", x => Ops.Log10(x[0]), new WorkedInput(Shape.Scalar, 0.25, 4)) { Reference = Reference.Of(a => Math.Log10(a)) },
        new("Log10([0, 2])", x => Ops.Log10(x[0]), new WorkedInput(new Shape(0, 2), 0.25, 4)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, Log10Function<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v / (x * T.CreateChecked(2.3025850929940456840));
}

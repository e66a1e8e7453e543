using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The inverse of the logistic function, <c>y = log(x / (1 - x))</c>, element by element.</summary>
    /// <param name="x">An array of numbers in [0, 1].</param>
    /// <returns>The log-odds, in nats, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / (x (1 - x))</c>; <c>xBar = yBar / (x (1 - x))</c>. Saves the input. Within 4 units in the last place, next to 1/2
    /// too; 0 and 1 give ±infinity with infinite slopes, more NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> Logit<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Logit<T>), x);
}

internal readonly struct Logit<T> : IUnaryPrimitive<T, LogitFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Logit";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Logit(x)", x => Ops.Logit(x[0]), new WorkedInput(new Shape(3, 5), 0.1, 0.9))
        {
            Reference = Reference.Of(a => Math.Log(a / (1 - a))),
            Specials =
            [
                new([double.NaN], double.NaN), new([0.5], 0) { Slopes = [4] },
                new([0], double.NegativeInfinity) { Slopes = [double.PositiveInfinity] },
                new([1], double.PositiveInfinity) { Slopes = [double.PositiveInfinity] }, new([-1], double.NaN), new([2], double.NaN),
            ],
        },
        new("x * Logit(x)", x => x[0] * Ops.Logit(x[0]), new WorkedInput(new Shape(4), 0.1, 0.9)) { Reference = Reference.Of(a => a * (Math.Log(a / (1 - a)))) },
        new("Logit([])", x => Ops.Logit(x[0]), new WorkedInput(Shape.Scalar, 0.1, 0.9)) { Reference = Reference.Of(a => Math.Log(a / (1 - a))) },
        new("Logit([0, 2])", x => Ops.Logit(x[0]), new WorkedInput(new Shape(0, 2), 0.1, 0.9)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, LogitFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v / (x * (T.One - x));
}

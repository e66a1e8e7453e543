using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The length <c>y = √(a² + b²)</c> of a vector of two elements, with broadcasting.</summary>
    /// <param name="a">One side.</param>
    /// <param name="b">The other, of a shape that broadcasts with <paramref name="a"/>'s.</param>
    /// <returns>The lengths, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = (a · aDot + b · bDot) / y</c>; <c>aBar = a / y · yBar</c>, <c>bBar = b / y · yBar</c>; at the origin, a kink, the slopes are 0.
    /// Saves both and the result. Within 2 units in the last place, without overflow or underflow on the way; infinite where
    /// either side is, with NaN as the slope of that side. Source: IEEE 754-2019, 9.2.
    /// </remarks>
    public static Variable<T> Hypot<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Hypot<T>), a, b);
}

internal readonly struct Hypot<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Hypot";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Hypot(a, b)", x => Ops.Hypot(x[0], x[1]), new WorkedInput(new Shape(3, 4), 0.5, 2), new WorkedInput(new Shape(3, 4), -2, 2))
        {
            Reference = Reference.Of((a, b) => Math.Sqrt((a * a) + (b * b))),
            Specials =
            [
                new([0, 0], 0) { Slopes = [0, 0] }, new([3, -4], 5) { Slopes = [0.6, -0.8] }, new([-0.0, 2], 2) { Slopes = [-0.0, 1] },
                new([double.NegativeInfinity, double.NaN], double.PositiveInfinity), new([1, double.NaN], double.NaN),
                new([3e+30, 4e+30], 5e+30) { Slopes = [0.6, 0.8] }, new([3e-30, 4e-30], 5e-30) { Slopes = [0.6, 0.8] },
            ],
        },
        new("Hypot([3, 1], [2, 1, 4])", x => Ops.Hypot(x[0], x[1]), new WorkedInput(new Shape(3, 1), 0.5, 2), new WorkedInput(new Shape(2, 1, 4), -2, 2))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), (a, b) => Math.Sqrt((a * a) + (b * b))),
        },
        new("Hypot([], [0])", x => Ops.Hypot(x[0], x[1]), new WorkedInput(Shape.Scalar, 0.5, 2), new WorkedInput(new Shape(0), -2, 2)) { Reference = _ => [] },
        new("Hypot([3], [4])", x => Ops.Hypot(x[0], x[1]), new WorkedInput(new Shape(3), 0.5, 2), new WorkedInput(new Shape(4), -2, 2)) { Refusal = ["Hypot", "[3]", "[4]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, HypotFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, AlongA(call.Cotangent, call.Input(0), call.Output));
        if (call.Wants(1))
            call.Add(1, AlongB(call.Cotangent, call.Input(1), call.Output));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(AlongA(call.Tangent(0), call.Input(0), call.Output));
        if (call.Moves(1))
            call.Add(AlongB(call.Tangent(1), call.Input(1), call.Output));
    }

    private static Variable<T> AlongA(Variable<T> v, Variable<T> a, Variable<T> y) => v * DivideOrZero<T>.Of(a, y);

    private static Variable<T> AlongB(Variable<T> v, Variable<T> b, Variable<T> y) => v * DivideOrZero<T>.Of(b, y);
}

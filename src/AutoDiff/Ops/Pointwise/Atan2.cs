using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The angle of the direction <c>(x, y)</c> in radians, element by element, with broadcasting.</summary>
    /// <param name="y">The part up.</param>
    /// <param name="x">The part across, of a shape that broadcasts with <paramref name="y"/>'s.</param>
    /// <returns>The angles, in [-π, π], of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative, with <c>r² = x² + y²</c>: <c>(x · yDot - y · xDot) / r²</c>; <c>x / r²</c> and <c>-y / r²</c> times the cotangent. At the origin the angle
    /// jumps, and the slopes are chosen 0. Saves both. Within 2 units in the last place; signed zeros and infinities as in
    /// IEEE 754-2019, 9.2. Source: elementary.
    /// </remarks>
    public static Variable<T> Atan2<T>(Variable<T> y, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => y.Tape.Apply(default(Atan2<T>), y, x);
}

internal readonly struct Atan2<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Atan2";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Atan2(y, x)", x => Ops.Atan2(x[0], x[1]), new WorkedInput(new Shape(3, 4), 0.5, 2), new WorkedInput(new Shape(3, 4), -2, 2))
        {
            Reference = Reference.Of((y, x) => Math.Atan2(y, x)),
            Specials =
            [
                new([0, 0], 0) { Slopes = [0, 0] }, new([-0.0, -1], -Math.PI), new([0, -2], Math.PI) { Slopes = [-0.5, -0.0] },
                new([1, 0], Math.PI / 2) { Slopes = [0, -1] }, new([-1, -1], -0.75 * Math.PI) { Slopes = [-0.5, 0.5] },
                new([double.PositiveInfinity, double.PositiveInfinity], Math.PI / 4),
                new([double.PositiveInfinity, double.NegativeInfinity], 0.75 * Math.PI), new([1, double.PositiveInfinity], 0),
                new([1, double.NaN], double.NaN), new([1e+30, 1e+30], Math.PI / 4),
            ],
        },
        new("Atan2([3, 1], [2, 1, 4])", x => Ops.Atan2(x[0], x[1]), new WorkedInput(new Shape(3, 1), 0.5, 2), new WorkedInput(new Shape(2, 1, 4), -2, 2))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), (y, x) => Math.Atan2(y, x)),
        },
        new("Atan2([], [0])", x => Ops.Atan2(x[0], x[1]), new WorkedInput(Shape.Scalar, 0.5, 2), new WorkedInput(new Shape(0), -2, 2)) { Reference = _ => [] },
        new("Atan2([3], [4])", x => Ops.Atan2(x[0], x[1]), new WorkedInput(new Shape(3), 0.5, 2), new WorkedInput(new Shape(4), -2, 2)) { Refusal = ["Atan2", "[3]", "[4]"] },
        new("Atan2(-y, x)", x => Ops.Atan2(x[0], x[1]), new WorkedInput(new Shape(6), -2, -0.5), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of((y, x) => Math.Atan2(y, x)),
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, Atan2Function<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, AlongY(call.Cotangent, call.Input(0), call.Input(1)));
        if (call.Wants(1))
            call.Add(1, AlongX(call.Cotangent, call.Input(0), call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(AlongY(call.Tangent(0), call.Input(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(AlongX(call.Tangent(1), call.Input(0), call.Input(1)));
    }

    private static Variable<T> AlongY(Variable<T> v, Variable<T> y, Variable<T> x) => v * DivideOrZero<T>.Of(DivideOrZero<T>.Of(x, Ops.Hypot(y, x)), Ops.Hypot(y, x));

    private static Variable<T> AlongX(Variable<T> v, Variable<T> y, Variable<T> x) => -v * DivideOrZero<T>.Of(DivideOrZero<T>.Of(y, Ops.Hypot(y, x)), Ops.Hypot(y, x));
}

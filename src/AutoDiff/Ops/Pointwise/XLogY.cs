using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = x · log(y)</c>, element by element, with broadcasting, and 0 where <c>x = 0</c>, as entropies need it.</summary>
    /// <param name="x">The factor.</param>
    /// <param name="y">What the logarithm is taken of, of a shape that broadcasts with <paramref name="x"/>'s.</param>
    /// <returns>The products, in nats, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: <c>log(y) · xDot + x / y · yDot</c>; the slope in <c>x</c> is 0 where both are 0, and the slope in <c>y</c> is 0 where <c>x = 0</c>.
    /// Saves both. NaN where <c>y</c> is NaN or negative and <c>x</c> is not 0. Source: elementary.
    /// </remarks>
    public static Variable<T> XLogY<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(XLogY<T>), x, y);
}

internal readonly struct XLogY<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "XLogY";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("XLogY(x, y)", x => Ops.XLogY(x[0], x[1]), new WorkedInput(new Shape(3, 4), 0.5, 2), new WorkedInput(new Shape(3, 4), 0.5, 2))
        {
            Reference = Reference.Of((x, y) => x * Math.Log(y)),
            Specials =
            [
                new([0, 0], 0) { Slopes = [0, 0] }, new([0, 2], 0) { Slopes = [0.69314718055994530942, 0] }, new([0, double.NaN], double.NaN),
                new([1, 0], double.NegativeInfinity) { Slopes = [double.NegativeInfinity, double.PositiveInfinity] }, new([0, -1], 0),
                new([1, -1], double.NaN),
            ],
        },
        new("XLogY([3, 1], [2, 1, 4])", x => Ops.XLogY(x[0], x[1]), new WorkedInput(new Shape(3, 1), 0.5, 2), new WorkedInput(new Shape(2, 1, 4), 0.5, 2))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), (x, y) => x * Math.Log(y)),
        },
        new("XLogY([], [0])", x => Ops.XLogY(x[0], x[1]), new WorkedInput(Shape.Scalar, 0.5, 2), new WorkedInput(new Shape(0), 0.5, 2)) { Reference = _ => [] },
        new("XLogY([3], [4])", x => Ops.XLogY(x[0], x[1]), new WorkedInput(new Shape(3), 0.5, 2), new WorkedInput(new Shape(4), 0.5, 2)) { Refusal = ["XLogY", "[3]", "[4]"] },
        new("XLogY(p, p)", x => Ops.XLogY(x[0], x[0]), new WorkedInput(new Shape(4), 0.25, 1)) { Reference = Reference.Of(p => p * Math.Log(p)) },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, XLogYFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, AlongX(call.Cotangent, call.Input(0), call.Input(1)));
        if (call.Wants(1))
            call.Add(1, AlongY(call.Cotangent, call.Input(0), call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(AlongX(call.Tangent(0), call.Input(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(AlongY(call.Tangent(1), call.Input(0), call.Input(1)));
    }

    private static Variable<T> AlongX(Variable<T> v, Variable<T> x, Variable<T> y) => Ops.Where(Ops.Abs(x) + Ops.Abs(y), Ops.XLogY(v, y), v.Tape.Constant(T.Zero));

    private static Variable<T> AlongY(Variable<T> v, Variable<T> x, Variable<T> y) => Ops.Where(x, v * x / y, v.Tape.Constant(T.Zero));
}

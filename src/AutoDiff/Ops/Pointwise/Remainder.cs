using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The remainder of the division that rounds down, <c>y = a - b · floor(a / b)</c>, element by element, with broadcasting.</summary>
    /// <param name="a">What is divided.</param>
    /// <param name="b">The divisor, of a shape that broadcasts with <paramref name="a"/>'s.</param>
    /// <returns>The remainders, of the common shape, with the divisor's sign.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = aDot - floor(a / b) · bDot</c>; <c>aBar = yBar</c>, <c>bBar = -floor(a / b) · yBar</c>; at its jumps that of the side from which it
    /// is continuous. Saves inputs and result. As Python's <c>%</c> and PyTorch's remainder, not as C#'s <c>%</c>, whose result has the sign of
    /// <paramref name="a"/>. Exact but for one rounding; NaN where <c>b = 0</c>. Computed one element at a time. Source: Knuth, "The Art of
    /// Computer Programming", 1.2.4.
    /// </remarks>
    public static Variable<T> Remainder<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Remainder<T>), a, b);
}

internal readonly struct Remainder<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Remainder";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Remainder(a, b)", x => Ops.Remainder(x[0], x[1]), new WorkedInput(new Shape(3, 4), 0.75, 0.9), new WorkedInput(new Shape(3, 4), -0.7, -0.5))
        {
            Reference = Reference.Of((a, b) => a - (b * Math.Floor(a / b))),
            Specials =
            [
                new([5, 3], 2) { Slopes = [1, -1] }, new([-5, 3], 1) { Slopes = [1, 2] }, new([5, -3], -1) { Slopes = [1, 2] },
                new([-6, 3], 0) { Slopes = [1, 2] }, new([6, -3], -0.0), new([1, 0], double.NaN), new([5, double.PositiveInfinity], 5),
            ],
        },
        new("Remainder([3, 1], [2, 1, 4])", x => Ops.Remainder(x[0], x[1]), new WorkedInput(new Shape(3, 1), 0.75, 0.9), new WorkedInput(new Shape(2, 1, 4), -0.7, -0.5))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), (a, b) => a - (b * Math.Floor(a / b))),
        },
        new("Remainder([], [0])", x => Ops.Remainder(x[0], x[1]), new WorkedInput(Shape.Scalar, 0.75, 0.9), new WorkedInput(new Shape(0), -0.7, -0.5)) { Reference = _ => [] },
        new("Remainder([3], [4])", x => Ops.Remainder(x[0], x[1]), new WorkedInput(new Shape(3), 0.75, 0.9), new WorkedInput(new Shape(4), -0.7, -0.5))
        {
            Refusal = ["Remainder", "[3]", "[4]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, RemainderFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, AlongA(call.Cotangent));
        if (call.Wants(1))
            call.Add(1, AlongB(call.Cotangent, call.Input(0), call.Input(1), call.Output));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(AlongA(call.Tangent(0)));
        if (call.Moves(1))
            call.Add(AlongB(call.Tangent(1), call.Input(0), call.Input(1), call.Output));
    }

    private static Variable<T> AlongA(Variable<T> v) => v;

    private static Variable<T> AlongB(Variable<T> v, Variable<T> a, Variable<T> b, Variable<T> y) => -(Ops.Round((a - y) / b) * v);
}

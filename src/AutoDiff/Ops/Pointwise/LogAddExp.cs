using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = log(e^a + e^b)</c>, element by element, with broadcasting.</summary>
    /// <param name="a">One array of logarithms, in nats.</param>
    /// <param name="b">The other, of a shape that broadcasts with <paramref name="a"/>'s.</param>
    /// <returns>The logarithms, in nats, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: with <c>s = sigmoid(a - b)</c>, <c>yDot = s · aDot + (1 - s) · bDot</c>; <c>aBar = s · yBar</c>, <c>bBar = (1 - s) · yBar</c>. Saves both. Neither
    /// overflows nor loses what is small; two of -infinity give -infinity with slopes 0, one of +infinity gives +infinity.
    /// Along an axis: <see cref="LogSumExp{T}(Variable{T}, int, bool)"/>. Source: elementary.
    /// </remarks>
    public static Variable<T> LogAddExp<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(LogAddExp<T>), a, b);
}

internal readonly struct LogAddExp<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LogAddExp";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("LogAddExp(a, b)", x => Ops.LogAddExp(x[0], x[1]), new WorkedInput(new Shape(3, 4), -2, 2), new WorkedInput(new Shape(3, 4), -2, 2))
        {
            Reference = Reference.Of((a, b) => Math.Log(Math.Exp(a) + Math.Exp(b))),
            Specials =
            [
                new([double.NegativeInfinity, double.NegativeInfinity], double.NegativeInfinity) { Slopes = [0, 0] },
                new([double.NegativeInfinity, 1], 1) { Slopes = [0, 1] },
                new([double.PositiveInfinity, 1], double.PositiveInfinity) { Slopes = [1, 0] },
                new([1000, 1000], 1000 + Math.Log(2)) { Slopes = [0.5, 0.5] }, new([double.NaN, 1], double.NaN),
            ],
        },
        new("LogAddExp([3, 1], [2, 1, 4])", x => Ops.LogAddExp(x[0], x[1]), new WorkedInput(new Shape(3, 1), -2, 2), new WorkedInput(new Shape(2, 1, 4), -2, 2))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), (a, b) => Math.Log(Math.Exp(a) + Math.Exp(b))),
        },
        new("LogAddExp([], [0])", x => Ops.LogAddExp(x[0], x[1]), new WorkedInput(Shape.Scalar, -2, 2), new WorkedInput(new Shape(0), -2, 2)) { Reference = _ => [] },
        new("LogAddExp([3], [4])", x => Ops.LogAddExp(x[0], x[1]), new WorkedInput(new Shape(3), -2, 2), new WorkedInput(new Shape(4), -2, 2))
        {
            Refusal = ["LogAddExp", "[3]", "[4]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, LogAddExpFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, AlongA(call.Cotangent, call.Input(0), call.Input(1)));
        if (call.Wants(1))
            call.Add(1, AlongB(call.Cotangent, call.Input(0), call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(AlongA(call.Tangent(0), call.Input(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(AlongB(call.Tangent(1), call.Input(0), call.Input(1)));
    }

    private static Variable<T> AlongA(Variable<T> v, Variable<T> a, Variable<T> b) => LogAddExpGradient<T>.Of(v, a, b);

    private static Variable<T> AlongB(Variable<T> v, Variable<T> a, Variable<T> b) => LogAddExpGradient<T>.Of(v, b, a);
}

// v · sigmoid(a - b) in one pass, with broadcasting; 0, with slopes of 0, where both are -infinity.
internal readonly struct LogAddExpGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LogAddExpGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("LogAddExpGradient(v, a, b)", x => Of(x[0], x[1], x[2]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of((v, a, b) => v / (1 + Math.Exp(b - a))),
            Specials =
            [
                new([3, double.NegativeInfinity, double.NegativeInfinity], 0) { Slopes = [0, 0, 0] },
                new([3, 1, 1], 1.5) { Slopes = [0.5, 0.75, -0.75] },
            ],
        },
        new("LogAddExpGradient([2, 3], [2, 3], [3])", x => Of(x[0], x[0], x[1]), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(3)))
        {
            Reference = Reference.Broadcast(new Shape(2, 3), new Shape(3), (a, b) => a / (1 + Math.Exp(b - a))),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> a, Variable<T> b) => v.Tape.Apply(default(LogAddExpGradient<T>), v, a, b);

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(Shape.Broadcast(in inputs[0], in inputs[1], Name), in inputs[2], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, LogAddExpGradientFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.InputShape(2), call.Input(2), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, AlongV(call.Cotangent, call.Input(1), call.Input(2)));
        if (call.Wants(1))
            call.Add(1, AlongA(call.Cotangent, call.Input(0), call.Input(1), call.Input(2)));
        if (call.Wants(2))
            call.Add(2, AlongB(call.Cotangent, call.Input(0), call.Input(1), call.Input(2)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(AlongV(call.Tangent(0), call.Input(1), call.Input(2)));
        if (call.Moves(1))
            call.Add(AlongA(call.Tangent(1), call.Input(0), call.Input(1), call.Input(2)));
        if (call.Moves(2))
            call.Add(AlongB(call.Tangent(2), call.Input(0), call.Input(1), call.Input(2)));
    }

    private static Variable<T> AlongV(Variable<T> w, Variable<T> a, Variable<T> b) => Of(w, a, b);

    private static Variable<T> AlongA(Variable<T> w, Variable<T> v, Variable<T> a, Variable<T> b) => Of(Of(v * w, a, b), b, a);

    private static Variable<T> AlongB(Variable<T> w, Variable<T> v, Variable<T> a, Variable<T> b) => -Of(Of(v * w, a, b), b, a);
}

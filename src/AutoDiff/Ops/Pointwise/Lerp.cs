using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Between two arrays, <c>y = a + t (b - a)</c>, element by element, with broadcasting.</summary>
    /// <param name="a">The end at <c>t = 0</c>.</param>
    /// <param name="b">The end at <c>t = 1</c>.</param>
    /// <param name="t">How far from <paramref name="a"/> to <paramref name="b"/>; beyond [0, 1] the line goes on. All three shapes broadcast.</param>
    /// <returns>The points, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = (1 - t) · aDot + t · bDot + (b - a) · tDot</c>, and the same factors for the cotangents. Saves the inputs.
    /// Both ends are met exactly. Source: elementary.
    /// </remarks>
    public static Variable<T> Lerp<T>(Variable<T> a, Variable<T> b, Variable<T> t)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Lerp<T>), a, b, t);
}

internal readonly struct Lerp<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Lerp";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Lerp(a, b, t)", x => Ops.Lerp(x[0], x[1], x[2]), new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(3, 4), -0.5, 1.5))
        {
            Reference = Reference.Of((a, b, t) => a + (t * (b - a))),
            Specials =
            [
                new([0.1, 0.7, 0], 0.1) { Slopes = [1, 0, 0.7 - 0.1] }, new([0.1, 0.7, 1], 0.7) { Slopes = [0, 1, 0.7 - 0.1] },
                new([1, double.NaN, 0], double.NaN),
            ],
        },
        new("Lerp([2, 1], [3], [])", x => Ops.Lerp(x[0], x[1], x[2]), new WorkedInput(new Shape(2, 1)), new WorkedInput(new Shape(3)), new WorkedInput(Shape.Scalar, 0, 1))
        {
            Reference = inputs => Reference.Elements(6, i => inputs[0][i / 3] + (inputs[2][0] * (inputs[1][i % 3] - inputs[0][i / 3]))),
        },
        new("Lerp([2], [3], [])", x => Ops.Lerp(x[0], x[1], x[2]), new WorkedInput(new Shape(2)), new WorkedInput(new Shape(3)), new WorkedInput(Shape.Scalar))
        {
            Refusal = ["Lerp", "[2]", "[3]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(Shape.Broadcast(in inputs[0], in inputs[1], Name), in inputs[2], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, LerpFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.InputShape(2), call.Input(2), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, AlongA(call.Cotangent, call.Input(2)));
        if (call.Wants(1))
            call.Add(1, AlongB(call.Cotangent, call.Input(2)));
        if (call.Wants(2))
            call.Add(2, AlongT(call.Cotangent, call.Input(0), call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(AlongA(call.Tangent(0), call.Input(2)));
        if (call.Moves(1))
            call.Add(AlongB(call.Tangent(1), call.Input(2)));
        if (call.Moves(2))
            call.Add(AlongT(call.Tangent(2), call.Input(0), call.Input(1)));
    }

    private static Variable<T> AlongA(Variable<T> v, Variable<T> t) => (T.One - t) * v;

    private static Variable<T> AlongB(Variable<T> v, Variable<T> t) => t * v;

    private static Variable<T> AlongT(Variable<T> v, Variable<T> a, Variable<T> b) => (b - a) * v;
}

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>A linear recurrence along an axis, <c>y_t = a_t · y_(t-1) + b_t</c>, from <c>y_(-1) = 0</c>.</summary>
    /// <param name="a">The factors, an array of at least one axis.</param>
    /// <param name="b">The terms, of <paramref name="a"/>'s shape.</param>
    /// <param name="axis">The axis t runs along; a negative one counts from the end.</param>
    /// <param name="reverse">Whether t runs from the last place to the first: <c>y_t = a_t · y_(t+1) + b_t</c>.</param>
    /// <returns>The values, of <paramref name="a"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or the shapes differ.</exception>
    /// <remarks>
    /// Derivative: <c>yDot_t = a_t · yDot_(t-1) + (aDot_t · y_(t-1) + bDot_t)</c>, the same recurrence; <c>bBar_t = yBar_t + a_(t+1) · bBar_(t+1)</c>, the
    /// recurrence run backwards, and <c>aBar_t = y_(t-1) · bBar_t</c>. Saves factors and result. Discounted returns, exponential means and
    /// diagonal state-space models are of this form. Cost: linear in the elements. Source: elementary.
    /// </remarks>
    public static Variable<T> LinearRecurrence<T>(Variable<T> a, Variable<T> b, int axis, bool reverse = false)
        where T : unmanaged, IFloatingPointIeee754<T> => AutoDiff.LinearRecurrence<T>.Of(a, b, ScanAxis.Of(a.Shape, axis, reverse, nameof(LinearRecurrence)));
}

internal readonly struct LinearRecurrence<T>(ScanAxis along) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LinearRecurrence";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5), 0, false),
        Case(new Shape(5), 0, true),
        Case(new Shape(2, 4), -1, false),
        Case(new Shape(4, 3), 0, true),
        Case(new Shape(2, 3, 2), 1, false),
        Case(new Shape(2, 0), 1, false),
        Case(new Shape(0, 2), 1, true),
        new("LinearRecurrence(x, x, axis 0)", x => Ops.LinearRecurrence(x[0], x[0], 0), new WorkedInput(new Shape(3)))
        {
            Reference = inputs => [inputs[0][0], (inputs[0][1] * inputs[0][0]) + inputs[0][1], (inputs[0][2] * ((inputs[0][1] * inputs[0][0]) + inputs[0][1])) + inputs[0][2]],
        },
        new("LinearRecurrence([2, 3], [3], axis 1)", x => Ops.LinearRecurrence(x[0], x[1], 1), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(3)))
        {
            Refusal = ["LinearRecurrence", "[2, 3]", "[3]"],
        },
        new("LinearRecurrence([3], [3], axis 1)", x => Ops.LinearRecurrence(x[0], x[1], 1), new WorkedInput(new Shape(3)), new WorkedInput(new Shape(3)))
        {
            Refusal = ["LinearRecurrence", "axis 1", "[3]"],
        },
    ];

    public static Variable<T> Of(Variable<T> a, Variable<T> b, ScanAxis along) => a.Tape.Apply(new LinearRecurrence<T>(along), a, b);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        if (inputs[0] != inputs[1])
            ShapesDiffer(inputs[0], inputs[1]);
        return inputs[0];
    }

    public void Forward(in ForwardCall<T> call) => along.Run<T, Kernels.RecurrenceStep<T>>(in call, 0, 1, T.Zero);

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> bBar = Of(along.Next(call.Input(0)), call.Cotangent, along.Opposite);
        if (call.Wants(0))
            call.Add(0, bBar * along.Previous(call.Output, T.Zero));
        if (call.Wants(1))
            call.Add(1, bBar);
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Input(0), call.Tangent(0) * along.Previous(call.Output, T.Zero), along));
        if (call.Moves(1))
            call.Add(Of(call.Input(0), call.Tangent(1), along));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Batched(0), call.Batched(1), along.Shifted);

    [DoesNotReturn]
    private static void ShapesDiffer(Shape a, Shape b) => throw new ArgumentException(
        $"{Name}: shapes differ: the factors are {a}, the terms {b}; need one term for each factor. Broadcast one to the other?");

    private static WorkedCase<T> Case(Shape shape, int axis, bool reverse) =>
        new($"LinearRecurrence({shape}, axis {axis}, reverse {reverse})", x => Ops.LinearRecurrence(x[0], x[1], axis, reverse), new WorkedInput(shape), new WorkedInput(shape))
        {
            Reference = Lines.Reference(shape, axis, (lines, i) =>
            {
                double y = 0;
                for (int t = reverse ? lines[0].Length - 1 : 0; reverse ? t >= i : t <= i; t += reverse ? -1 : 1)
                    y = (lines[0][t] * y) + lines[1][t];
                return y;
            }),
        };
}

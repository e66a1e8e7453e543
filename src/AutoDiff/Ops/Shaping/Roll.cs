using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>An axis turned like a ring: <c>y[(i + shift) mod length, ...] = x[i, ...]</c>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="shift">How many places every element moves on; a negative shift moves back.</param>
    /// <returns>The elements in the new order; <paramref name="x"/> itself where every one stays.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Derivative: <c>yDot = Roll(xDot, shift)</c>; <c>xBar = Roll(yBar, -shift)</c>. Saves nothing. Cost: a copy. Source: elementary.</remarks>
    public static Variable<T> Roll<T>(Variable<T> x, int axis, int shift)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis, nameof(Roll)), length = Math.Max(1, shape[at]), places = ((shift % length) + length) % length;
        return places == 0 ? x : x.Tape.Apply(new Roll<T>(at, places), x);
    }
}

internal readonly struct Roll<T>(int axis, int shift) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Roll";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5), 0, 2),
        Case(new Shape(5), 0, -1),
        Case(new Shape(3, 4), 1, 7),
        Case(new Shape(3, 4), -2, int.MinValue),
        Case(new Shape(2, 3, 20), 1, 1),
        Case(new Shape(4), 0, 8),
        Case(new Shape(2, 0), 1, 3),
        Case(new Shape(0, 2), 1, 1),
        new("Roll([3], 1, 1)", x => Ops.Roll(x[0], 1, 1), new WorkedInput(new Shape(3))) { Refusal = ["Roll", "no axis 1", "[3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        if (x.Count > 0)
            Movement.Roll(call.Input(0), x[axis], x.CountOf(axis + 1, x.Rank), shift, call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Ops.Roll(call.Cotangent, axis, -shift));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Roll(call.Tangent(0), axis, shift));

    private static WorkedCase<T> Case(Shape shape, int axis, int shift) => new($"Roll({shape}, {axis}, {shift})", x => Ops.Roll(x[0], axis, shift), new WorkedInput(shape))
    {
        Reference = Reference.Moved(shape, shape, at =>
        {
            int of = axis < 0 ? axis + shape.Rank : axis, length = shape[of];
            at[of] = (int)(((((long)at[of] - shift) % length) + length) % length);
        }),
    };
}

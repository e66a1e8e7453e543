using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>One array's numbers with another one's derivative: the straight-through estimator of a step that has no useful slope.</summary>
    /// <param name="value">What the result is, such as <paramref name="slope"/> rounded.</param>
    /// <param name="slope">What is differentiated instead, of the same shape.</param>
    /// <returns>The numbers of <paramref name="value"/>, bit for bit.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = slopeDot</c>; <c>slopeBar = yBar</c>, and none to <paramref name="value"/>. Saves nothing. Unlike
    /// <c>slope + Detach(value - slope)</c> it does not round. Source: Bengio, Léonard and Courville 2013, section 4.
    /// </remarks>
    public static Variable<T> StraightThrough<T>(Variable<T> value, Variable<T> slope)
        where T : unmanaged, IFloatingPointIeee754<T> => value.Tape.Apply(default(StraightThrough<T>), value, slope);
}

internal readonly struct StraightThrough<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "StraightThrough";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("StraightThrough(x, x)", x => Ops.StraightThrough(x[0], x[0]), new WorkedInput(new Shape(2, 3))) { Reference = Reference.Of(v => v) },
        new("StraightThrough(x + 1, x)", x => Ops.StraightThrough(x[0] + T.One, x[0]), new WorkedInput(Shape.Scalar)) { Reference = Reference.Of(v => v + 1) },
        new("StraightThrough([0], [0])", x => Ops.StraightThrough(x[0], x[0]), new WorkedInput(new Shape(0))) { Reference = Reference.Of(v => v) },
        new("StraightThrough([2], [1])", x => Ops.StraightThrough(x[0], x[1]), new WorkedInput(new Shape(2)), new WorkedInput(new Shape(1)))
        {
            Refusal = ["StraightThrough", "[2]", "[1]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        if (inputs[0] != inputs[1])
            ShapesDiffer(inputs[0], inputs[1]);
        return inputs[0];
    }

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, IdentityFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(1, call.Cotangent);

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(1))
            call.Add(call.Tangent(1));
    }

    [DoesNotReturn]
    private static void ShapesDiffer(Shape value, Shape slope) => throw new ArgumentException(
        $"{Name}: the shapes differ: the value is {value}, the slope's array {slope}; need equal shapes.");
}

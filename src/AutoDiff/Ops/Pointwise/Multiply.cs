using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Operators of <see cref="Multiply"/>.</summary>
    extension<T>(Variable<T>)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary><see cref="Multiply"/>.</summary>
        public static Variable<T> operator *(Variable<T> a, Variable<T> b) => Multiply(a, b);

        /// <summary><see cref="Multiply"/> of every element by a number.</summary>
        public static Variable<T> operator *(Variable<T> a, T b) => Multiply(a, a.Tape.Constant(b));

        /// <summary><see cref="Multiply"/> of every element by a number.</summary>
        public static Variable<T> operator *(T a, Variable<T> b) => Multiply(b.Tape.Constant(a), b);
    }

    /// <summary>The product <c>y = a · b</c>, element by element, with broadcasting.</summary>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other, of a shape that broadcasts with <paramref name="a"/>'s.</param>
    /// <returns>The product, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = aDot · b + a · bDot</c>; <c>aBar = yBar · b</c>, <c>bBar = yBar · a</c>. Saves both factors.
    /// Source: elementary.
    /// </remarks>
    public static Variable<T> Multiply<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Multiply<T>), a, b);
}

internal readonly struct Multiply<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Multiply";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("a * b", x => x[0] * x[1], new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.Of((a, b) => a * b),
            Specials = [new([0, double.PositiveInfinity], double.NaN), new([-0.0, 1], -0.0)],
        },
        new("x * x", x => x[0] * x[0], new WorkedInput(new Shape(7))) { Reference = Reference.Of(a => a * a) },
        new("[] * [2, 3]", x => x[0] * x[1], new WorkedInput(Shape.Scalar), new WorkedInput(new Shape(2, 3)))
        {
            Reference = Reference.Broadcast(Shape.Scalar, new Shape(2, 3), (a, b) => a * b),
        },
        new("[3, 1] * [4]", x => x[0] * x[1], new WorkedInput(new Shape(3, 1)), new WorkedInput(new Shape(4)))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(4), (a, b) => a * b),
        },
        new("2 * x", x => T.CreateChecked(2) * x[0], new WorkedInput(new Shape(3))) { Reference = Reference.Of(a => 2 * a) },
        new("[2, 3] * [2]", x => x[0] * x[1], new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(2)))
        {
            Refusal = ["Multiply", "[2, 3]", "[2]"],
        },
    ];

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, MultiplyFunction<T>>(a, b, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, MultiplyFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, call.Cotangent * call.Input(1));
        if (call.Wants(1))
            call.Add(1, call.Cotangent * call.Input(0));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(call.Tangent(0) * call.Input(1));
        if (call.Moves(1))
            call.Add(call.Input(0) * call.Tangent(1));
    }
}

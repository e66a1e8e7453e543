using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Operators of <see cref="Subtract"/>.</summary>
    extension<T>(Variable<T>)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary><see cref="Subtract"/>.</summary>
        public static Variable<T> operator -(Variable<T> a, Variable<T> b) => Subtract(a, b);

        /// <summary><see cref="Subtract"/> of a number from every element.</summary>
        public static Variable<T> operator -(Variable<T> a, T b) => Subtract(a, a.Tape.Constant(b));

        /// <summary><see cref="Subtract"/> of every element from a number.</summary>
        public static Variable<T> operator -(T a, Variable<T> b) => Subtract(b.Tape.Constant(a), b);
    }

    /// <summary>The difference <c>y = a - b</c>, element by element, with broadcasting.</summary>
    /// <param name="a">What is subtracted from.</param>
    /// <param name="b">What is subtracted, of a shape that broadcasts with <paramref name="a"/>'s.</param>
    /// <returns>The difference, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Derivative: <c>yDot = aDot - bDot</c>; <c>aBar = yBar</c>, <c>bBar = -yBar</c>. Saves nothing. Source: elementary.</remarks>
    public static Variable<T> Subtract<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Subtract<T>), a, b);
}

internal readonly struct Subtract<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Subtract";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("a - b", x => x[0] - x[1], new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.Of((a, b) => a - b),
            Specials =
            [
                new([double.PositiveInfinity, double.PositiveInfinity], double.NaN),
                new([-0.0, 0], -0.0) { Slopes = [1, -1] }, new([0, 0], 0) { Slopes = [1, -1] },
            ],
        },
        new("[3, 1] - [2, 1, 4]", x => x[0] - x[1], new WorkedInput(new Shape(3, 1)), new WorkedInput(new Shape(2, 1, 4)))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), (a, b) => a - b),
        },
        new("x - x", x => x[0] - x[0], new WorkedInput(new Shape(5))) { Reference = Reference.Of(a => a - a) },
        new("x - 1", x => x[0] - T.One, new WorkedInput(Shape.Scalar)) { Reference = Reference.Of(a => a - 1) },
        new("1 - x", x => T.One - x[0], new WorkedInput(new Shape(2, 0))) { Reference = Reference.Of(a => 1 - a) },
        new("[3] - [4]", x => x[0] - x[1], new WorkedInput(new Shape(3)), new WorkedInput(new Shape(4)))
        {
            Refusal = ["Subtract", "[3]", "[4]"],
        },
    ];

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, SubtractFunction<T>>(a, b, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, SubtractFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        call.Add(0, call.Cotangent);
        if (call.Wants(1))
            call.Add(1, -call.Cotangent);
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(call.Tangent(0));
        if (call.Moves(1))
            call.Add(-call.Tangent(1));
    }
}

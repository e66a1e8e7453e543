using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Operators of <see cref="Add"/>.</summary>
    extension<T>(Variable<T>)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary><see cref="Add"/>.</summary>
        public static Variable<T> operator +(Variable<T> a, Variable<T> b) => Add(a, b);

        /// <summary><see cref="Add"/> of a number to every element.</summary>
        public static Variable<T> operator +(Variable<T> a, T b) => Add(a, a.Tape.Constant(b));

        /// <summary><see cref="Add"/> of a number to every element.</summary>
        public static Variable<T> operator +(T a, Variable<T> b) => Add(b.Tape.Constant(a), b);
    }

    /// <summary>The sum <c>y = a + b</c>, element by element, with broadcasting.</summary>
    /// <param name="a">One term.</param>
    /// <param name="b">The other, of a shape that broadcasts with <paramref name="a"/>'s.</param>
    /// <returns>The sum, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Derivative: <c>yDot = aDot + bDot</c>; <c>aBar = yBar</c>, <c>bBar = yBar</c>. Saves nothing. Source: elementary.</remarks>
    public static Variable<T> Add<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Add<T>), a, b);
}

internal readonly struct Add<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Add";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("a + b", x => x[0] + x[1], new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.Of((a, b) => a + b),
            Specials = [new([double.PositiveInfinity, double.NegativeInfinity], double.NaN), new([-0.0, -0.0], -0.0)],
        },
        new("[3, 4] + [4]", x => x[0] + x[1], new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(4)))
        {
            Reference = Reference.Broadcast(new Shape(3, 4), new Shape(4), (a, b) => a + b),
        },
        new("[3, 1] + [2, 1, 4]", x => x[0] + x[1], new WorkedInput(new Shape(3, 1)), new WorkedInput(new Shape(2, 1, 4)))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), (a, b) => a + b),
        },
        new("x + x", x => x[0] + x[0], new WorkedInput(new Shape(5))) { Reference = Reference.Of(a => a + a) },
        new("x + 1", x => x[0] + T.One, new WorkedInput(new Shape(2, 0))) { Reference = Reference.Of(a => a + 1) },
        new("[3] + [4]", x => x[0] + x[1], new WorkedInput(new Shape(3)), new WorkedInput(new Shape(4)))
        {
            Refusal = ["Add", "[3]", "[4]"],
        },
    ];

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, AddFunction<T>>(a, b, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, AddFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        call.Add(0, call.Cotangent);
        call.Add(1, call.Cotangent);
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(call.Tangent(0));
        if (call.Moves(1))
            call.Add(call.Tangent(1));
    }
}

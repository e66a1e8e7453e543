using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The square <c>y = x²</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The squares, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>Derivative: <c>yDot = 2x · xDot</c>; <c>xBar = 2x · yBar</c>. Saves the input. Correctly rounded. Source: elementary.</remarks>
    public static Variable<T> Square<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Square<T>), x);
}

internal readonly struct Square<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Square";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Square(x)", x => Ops.Square(x[0]), new WorkedInput(new Shape(3, 5)))
        {
            Reference = Reference.Of(a => a * a),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], 0) { Slopes = [-0.0] },
                new([double.NegativeInfinity], double.PositiveInfinity) { Slopes = [double.NegativeInfinity] },
            ],
        },
        new("x + Square(x)", x => x[0] + Ops.Square(x[0]), new WorkedInput(Shape.Scalar)) { Reference = Reference.Of(a => a + (a * a)) },
    ];

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, SquareFunction<T>>(a, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, SquareFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, SquareGradient<T>.Of(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(SquareGradient<T>.Of(call.Tangent(0), call.Input(0)));
}

// 2 · v · x in one pass: the same in v as in x.
internal readonly struct SquareGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SquareGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("SquareGradient(v, x)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of((v, x) => 2 * v * x),
        },
        new("SquareGradient(x, x)", x => Of(x[0], x[0]), new WorkedInput(new Shape(3))) { Reference = Reference.Of(x => 2 * x * x) },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x) => v.Tape.Apply(default(SquareGradient<T>), v, x);

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, SquareGradientFunction<T>>(a, b, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, SquareGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1)));
        if (call.Wants(1))
            call.Add(1, Of(call.Cotangent, call.Input(0)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(Of(call.Tangent(1), call.Input(0)));
    }
}

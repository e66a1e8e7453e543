using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Operators of <see cref="Divide"/>.</summary>
    extension<T>(Variable<T>)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary><see cref="Divide"/>.</summary>
        public static Variable<T> operator /(Variable<T> a, Variable<T> b) => Divide(a, b);

        /// <summary><see cref="Divide"/> of every element by a number.</summary>
        public static Variable<T> operator /(Variable<T> a, T b) => Divide(a, a.Tape.Constant(b));

        /// <summary><see cref="Divide"/> of a number by every element.</summary>
        public static Variable<T> operator /(T a, Variable<T> b) => Divide(b.Tape.Constant(a), b);
    }

    /// <summary>The quotient <c>y = a / b</c>, element by element, with broadcasting.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor, of a shape that broadcasts with <paramref name="a"/>'s.</param>
    /// <returns>The quotient, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = aDot / b - y · bDot / b</c>; <c>aBar = yBar / b</c>, <c>bBar = -yBar · y / b</c>. Saves the divisor
    /// and the result. A divisor of 0 gives what IEEE 754 says, an infinity or NaN, and slopes to match. Source: elementary.
    /// </remarks>
    public static Variable<T> Divide<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Divide<T>), a, b);
}

internal readonly struct Divide<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Divide";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("a / b", x => x[0] / x[1], new WorkedInput(new Shape(3, 4)), new WorkedInput(new Shape(3, 4), 0.5, 2))
        {
            Reference = Reference.Of((a, b) => a / b),
            Specials =
            [
                new([1, 0], double.PositiveInfinity) { Slopes = [double.PositiveInfinity, double.NegativeInfinity] },
                new([1, -0.0], double.NegativeInfinity) { Slopes = [double.NegativeInfinity, double.NegativeInfinity] },
                new([0, 0], double.NaN), new([-0.0, 2], -0.0) { Slopes = [0.5, 0] }, new([2, double.PositiveInfinity], 0) { Slopes = [0, -0.0] },
            ],
        },
        new("[2, 3] / []", x => x[0] / x[1], new WorkedInput(new Shape(2, 3)), new WorkedInput(Shape.Scalar, -2, -0.5))
        {
            Reference = Reference.Broadcast(new Shape(2, 3), Shape.Scalar, (a, b) => a / b),
        },
        new("[3, 1] / [2, 1, 4]", x => x[0] / x[1], new WorkedInput(new Shape(3, 1)), new WorkedInput(new Shape(2, 1, 4), 0.5, 2))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), (a, b) => a / b),
        },
        new("x / (x * x)", x => x[0] / (x[0] * x[0]), new WorkedInput(new Shape(5), 0.5, 2)) { Reference = Reference.Of(a => 1 / a) },
        new("x / 3", x => x[0] / T.CreateChecked(3), new WorkedInput(new Shape(3))) { Reference = Reference.Of(a => a / 3) },
        new("1 / x", x => T.One / x[0], new WorkedInput(new Shape(4), 0.5, 2)) { Reference = Reference.Of(a => 1 / a) },
        new("[0, 2] / [2]", x => x[0] / x[1], new WorkedInput(new Shape(0, 2)), new WorkedInput(new Shape(2), 0.5, 2))
        {
            Reference = Reference.Broadcast(new Shape(0, 2), new Shape(2), (a, b) => a / b),
        },
        new("[2, 3] / [2]", x => x[0] / x[1], new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(2), 0.5, 2))
        {
            Refusal = ["Divide", "[2, 3]", "[2]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, DivideFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, call.Cotangent / call.Input(1));
        if (call.Wants(1))
            call.Add(1, DivideGradient<T>.Of(call.Cotangent, call.Output, call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(call.Tangent(0) / call.Input(1));
        if (call.Moves(1))
            call.Add(DivideGradient<T>.Of(call.Tangent(1), call.Output, call.Input(1)));
    }
}

// -v · y / b in one pass, with broadcasting: how the quotient y = a / b moves with b. Its own slope in b is of the same form.
internal readonly struct DivideGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "DivideGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("DivideGradient(v, y, b)", x => Of(x[0], x[1], x[2]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), 0.5, 2))
        {
            Reference = Reference.Of((v, y, b) => -v * y / b),
        },
        new("DivideGradient([2, 3], [2, 3], [3])", x => Of(x[0], x[0], x[1]), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(3), 0.5, 2))
        {
            Reference = Reference.Broadcast(new Shape(2, 3), new Shape(3), (v, b) => -v * v / b),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> y, Variable<T> b) => v.Tape.Apply(default(DivideGradient<T>), v, y, b);

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(Shape.Broadcast(in inputs[0], in inputs[1], Name), in inputs[2], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, DivideGradientFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.InputShape(2), call.Input(2), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1), call.Input(2)));
        if (call.Wants(1))
            call.Add(1, Of(call.Cotangent, call.Input(0), call.Input(2)));
        if (call.Wants(2))
            call.Add(2, Of(call.Cotangent, call.Output, call.Input(2)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), call.Input(2)));
        if (call.Moves(1))
            call.Add(Of(call.Tangent(1), call.Input(0), call.Input(2)));
        if (call.Moves(2))
            call.Add(Of(call.Tangent(2), call.Output, call.Input(2)));
    }
}

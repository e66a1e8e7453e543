using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Every element raised to the same power, <c>y = x^exponent</c>.</summary>
    /// <param name="x">Any array; below 0 the exponent must be a whole number, or the result is NaN.</param>
    /// <param name="exponent">The exponent, a constant for differentiation.</param>
    /// <returns>The powers, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = exponent · x^(exponent - 1) · xDot</c>, and the same for <c>xBar</c>; 0 everywhere for the
    /// exponent 0, infinite at 0 for exponents below 1. Saves the input. The exponents 2, 1/2 and -1 are
    /// <see cref="Square"/>, <see cref="Sqrt"/> and a division, with their special values, and many times faster than
    /// the others, which are computed one element at a time. <c>x^0</c> is 1, of 0 and NaN too. Source: IEEE 754-2019, 9.2.
    /// </remarks>
    public static Variable<T> Power<T>(Variable<T> x, T exponent)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        exponent == T.CreateChecked(2) ? Square(x)
        : exponent == T.CreateChecked(0.5) ? Sqrt(x)
        : exponent == -T.One ? T.One / x
        : Power(x, x.Tape.Constant(exponent));

    /// <summary>The power <c>y = a^b</c>, element by element, with broadcasting.</summary>
    /// <param name="a">The base; below 0 the exponent must be a whole number, or the result is NaN.</param>
    /// <param name="b">The exponent, of a shape that broadcasts with <paramref name="a"/>'s.</param>
    /// <returns>The powers, of the common shape.</returns>
    /// <exception cref="System.ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = b · a^(b - 1) · aDot + y · log(a) · bDot</c>; <c>aBar = b · a^(b - 1) · yBar</c>,
    /// <c>bBar = y · log(a) · yBar</c>. Saves both. By convention the slope in <c>a</c> is 0 where <c>b = 0</c>, and the slope in
    /// <c>b</c> is 0 where <c>a = 0</c> and <c>b</c> is not negative, as the limits along the axes are; of a negative base the slope in
    /// <c>b</c> is NaN. <c>a^0</c> is 1, of 0 and NaN too. Computed one element at a time. Source: IEEE 754-2019, 9.2.
    /// </remarks>
    public static Variable<T> Power<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => a.Tape.Apply(default(Power<T>), a, b);
}

internal readonly struct Power<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Power";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Power(a, b)", x => Ops.Power(x[0], x[1]), new WorkedInput(new Shape(3, 4), 0.5, 3), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.Of(System.Math.Pow),
            Specials =
            [
                new([0, 0], 1) { Slopes = [0, 0] }, new([0, 1], 0) { Slopes = [1, 0] }, new([0, 2], 0) { Slopes = [0, 0] },
                new([0, -1], double.PositiveInfinity) { Slopes = [double.NegativeInfinity, double.NegativeInfinity] },
                new([-2, 3], -8) { Slopes = [12, double.NaN] }, new([-2, 0.5], double.NaN), new([1, double.PositiveInfinity], 1),
                new([double.NaN, 0], 1), new([2, double.NegativeInfinity], 0), new([-0.0, 3], -0.0) { Slopes = [0, 0] },
            ],
        },
        new("Power([3, 1], [2, 1, 4])", x => Ops.Power(x[0], x[1]), new WorkedInput(new Shape(3, 1), 0.5, 3), new WorkedInput(new Shape(2, 1, 4)))
        {
            Reference = Reference.Broadcast(new Shape(3, 1), new Shape(2, 1, 4), System.Math.Pow),
        },
        new("Power(x, x)", x => Ops.Power(x[0], x[0]), new WorkedInput(new Shape(5), 0.5, 2)) { Reference = Reference.Of(a => System.Math.Pow(a, a)) },
        new("Power(x, 3)", x => Ops.Power(x[0], T.CreateChecked(3)), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of(a => a * a * a),
            Specials = [new([0], 0) { Slopes = [0] }, new([-1], -1) { Slopes = [3] }],
        },
        new("Power(x, 1.5)", x => Ops.Power(x[0], T.CreateChecked(1.5)), new WorkedInput(Shape.Scalar, 0.5, 2))
        {
            Reference = Reference.Of(a => a * System.Math.Sqrt(a)),
            Specials = [new([0], 0) { Slopes = [0] }, new([-1], double.NaN)],
        },
        new("Power(x, 1)", x => Ops.Power(x[0], T.One), new WorkedInput(new Shape(4)))
        {
            Reference = Reference.Of(a => a),
            Specials = [new([0], 0) { Slopes = [1] }, new([double.NegativeInfinity], double.NegativeInfinity) { Slopes = [1] }],
        },
        new("Power(x, 0)", x => Ops.Power(x[0], T.Zero), new WorkedInput(new Shape(4)))
        {
            Reference = Reference.Of(_ => 1),
            Specials = [new([0], 1) { Slopes = [0] }, new([double.NaN], 1) { Slopes = [0] }],
        },
        new("Power(x, 0.25)", x => Ops.Power(x[0], T.CreateChecked(0.25)), new WorkedInput(new Shape(4), 0.5, 2))
        {
            Reference = Reference.Of(a => System.Math.Sqrt(System.Math.Sqrt(a))),
            Specials = [new([0], 0) { Slopes = [double.PositiveInfinity] }],
        },
        new("Power(x, 2)", x => Ops.Power(x[0], T.CreateChecked(2)), new WorkedInput(new Shape(4))) { Reference = Reference.Of(a => a * a) },
        new("Power(x, 1/2)", x => Ops.Power(x[0], T.CreateChecked(0.5)), new WorkedInput(new Shape(4), 0.5, 2)) { Reference = Reference.Of(a => System.Math.Sqrt(a)) },
        new("Power(x, -1)", x => Ops.Power(x[0], -T.One), new WorkedInput(new Shape(2, 2), 0.5, 2)) { Reference = Reference.Of(a => 1 / a) },
        new("Power([3], [4])", x => Ops.Power(x[0], x[1]), new WorkedInput(new Shape(3)), new WorkedInput(new Shape(4)))
        {
            Refusal = ["Power", "[3]", "[4]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(in inputs[0], in inputs[1], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, PowerFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, PowerBaseGradient<T>.Of(call.Cotangent, call.Input(0), call.Input(1)));
        if (call.Wants(1))
            call.Add(1, PowerExponentGradient<T>.Of(call.Cotangent, call.Input(0), call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(PowerBaseGradient<T>.Of(call.Tangent(0), call.Input(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(PowerExponentGradient<T>.Of(call.Tangent(1), call.Input(0), call.Input(1)));
    }
}

// v · b · a^(b - 1), and 0 where b = 0: how the power moves with its base.
internal readonly struct PowerBaseGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "PowerBaseGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("PowerBaseGradient(v, a, b)", x => Of(x[0], x[1], x[2]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), 0.5, 3), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of((v, a, b) => v * b * System.Math.Pow(a, b - 1)),
            Specials = [new([2, 0, 0], 0) { Slopes = [0, 0, double.NaN] }, new([1, 0, 2], 0) { Slopes = [0, 2, 0] }],
        },
        new("PowerBaseGradient([2, 3], [3], [])", x => Of(x[0], x[1], x[2]), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(3), 0.5, 3), new WorkedInput(Shape.Scalar))
        {
            Reference = inputs => Reference.Elements(6, i => inputs[0][i] * inputs[2][0] * System.Math.Pow(inputs[1][i % 3], inputs[2][0] - 1)),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> a, Variable<T> b) => v.Tape.Apply(default(PowerBaseGradient<T>), v, a, b);

    // d/db of b · a^(b - 1), and d/da of a^b · log(a), times u.
    public static Variable<T> Mixed(Variable<T> u, Variable<T> a, Variable<T> b)
    {
        Variable<T> less = b - T.One;
        return (u * Ops.Power(a, less)) + PowerExponentGradient<T>.Of(u * b, a, less);
    }

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(Shape.Broadcast(in inputs[0], in inputs[1], Name), in inputs[2], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, PowerBaseGradientFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.InputShape(2), call.Input(2), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> v = call.Input(0), a = call.Input(1), b = call.Input(2), w = call.Cotangent;
        if (call.Wants(0))
            call.Add(0, Of(w, a, b));
        if (call.Wants(1))
            call.Add(1, Of(v * w * b, a, Less(b)));
        if (call.Wants(2))
            call.Add(2, Mixed(v * w, a, b));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> v = call.Input(0), a = call.Input(1), b = call.Input(2);
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), a, b));
        if (call.Moves(1))
            call.Add(Of(v * call.Tangent(1) * b, a, Less(b)));
        if (call.Moves(2))
            call.Add(Mixed(v * call.Tangent(2), a, b));
    }

    // The power of one order less; an exponent that has come down to 0 stays there, since a constant's slope is 0 at 0 too.
    private static Variable<T> Less(Variable<T> b) => Ops.Where(b, b - T.One, b);
}

// v · a^b · log(a), and 0 where a = 0 and b >= 0: how the power moves with its exponent.
internal readonly struct PowerExponentGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "PowerExponentGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("PowerExponentGradient(v, a, b)", x => Of(x[0], x[1], x[2]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), 0.5, 3), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of((v, a, b) => v * System.Math.Pow(a, b) * System.Math.Log(a)),
            Specials = [new([2, 0, 1], 0), new([2, 0, 0], 0), new([2, 0, -1], double.NegativeInfinity), new([2, 1, 5], 0) { Slopes = [0, 2, 0] }],
        },
        new(
            "PowerExponentGradient([2, 3], [3], [])",
            x => Of(x[0], x[1], x[2]),
            new WorkedInput(new Shape(2, 3)),
            new WorkedInput(new Shape(3), 0.5, 3),
            new WorkedInput(Shape.Scalar))
        {
            Reference = inputs => Reference.Elements(6, i => inputs[0][i] * System.Math.Pow(inputs[1][i % 3], inputs[2][0]) * System.Math.Log(inputs[1][i % 3])),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> a, Variable<T> b) => v.Tape.Apply(default(PowerExponentGradient<T>), v, a, b);

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(Shape.Broadcast(in inputs[0], in inputs[1], Name), in inputs[2], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, PowerExponentGradientFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.InputShape(2), call.Input(2), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> v = call.Input(0), a = call.Input(1), b = call.Input(2), w = call.Cotangent;
        if (call.Wants(0))
            call.Add(0, Of(w, a, b));
        if (call.Wants(1))
            call.Add(1, PowerBaseGradient<T>.Mixed(v * w, a, b));
        if (call.Wants(2))
            call.Add(2, Of(v * w * Ops.Log(a), a, b));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> v = call.Input(0), a = call.Input(1), b = call.Input(2);
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), a, b));
        if (call.Moves(1))
            call.Add(PowerBaseGradient<T>.Mixed(v * call.Tangent(1), a, b));
        if (call.Moves(2))
            call.Add(Of(v * call.Tangent(2) * Ops.Log(a), a, b));
    }
}

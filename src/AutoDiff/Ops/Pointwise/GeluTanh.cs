using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2</c>, element by element: the usual approximation of <see cref="Gelu"/>.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: with <c>y = x · sigmoid(z)</c>, <c>z = 2√(2/π) (x + 0.044715 x³)</c> and <c>s = sigmoid(z)</c>, <c>yDot = s (1 + x z' (1 - s)) · xDot</c>, and
    /// the same for <c>xBar</c>. Saves the input. Within <c>4 + |z|</c> units in the last place, on the far left too; -infinity gives 0.
    /// Source: Hendrycks and Gimpel (2016), section 2.
    /// </remarks>
    public static Variable<T> GeluTanh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(GeluTanh<T>), x);
}

internal readonly struct GeluTanh<T> : IUnaryPrimitive<T, GeluTanhFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "GeluTanh";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("GeluTanh(x)", x => Ops.GeluTanh(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(a => a * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (a + (0.044715 * a * a * a)))) / 2),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [0.5] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [1] }, new([double.NegativeInfinity], -0.0) { Slopes = [0] },
            ],
        },
        new("x * GeluTanh(x)", x => x[0] * Ops.GeluTanh(x[0]), new WorkedInput(new Shape(4), -3, 3))
        {
            Reference = Reference.Of(a => a * (a * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (a + (0.044715 * a * a * a)))) / 2)),
        },
        new("GeluTanh([])", x => Ops.GeluTanh(x[0]), new WorkedInput(Shape.Scalar, -3, 3))
        {
            Reference = Reference.Of(a => a * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (a + (0.044715 * a * a * a)))) / 2),
        },
        new("GeluTanh([0, 2])", x => Ops.GeluTanh(x[0]), new WorkedInput(new Shape(0, 2), -3, 3)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, GeluTanhFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => GeluTanhGradient<T>.Of(v, x);
}

// v · s (1 + x z' (1 - s)) in one pass, with s = sigmoid(z).
internal readonly struct GeluTanhGradient<T> : IBinaryPrimitive<T, GeluTanhGradientFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "GeluTanhGradient";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("GeluTanhGradient(v, x)", x => Of(x[0], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), -3, 3))
        {
            Reference = Reference.Of((v, x) => v * Slope(x)),
            Specials =
            [
                new([1, 1e30], 1) { Slopes = [1, 0] }, new([1, -1e30], -0.0) { Slopes = [0, 0] },
                new([1, double.PositiveInfinity], 1) { Slopes = [1, 0] }, new([1, double.NegativeInfinity], -0.0) { Slopes = [0, 0] },
            ],
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x) => v.Tape.Apply(default(GeluTanhGradient<T>), v, x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, GeluTanhGradientFunction<T>>(call.Input(0), call.Input(1), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1)));
        if (call.Wants(1))
            call.Add(1, Bend(call.Cotangent, call.Input(0), call.Input(1)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1)));
        if (call.Moves(1))
            call.Add(Bend(call.Tangent(1), call.Input(0), call.Input(1)));
    }

    // How it moves with x along w. Where the share is 0 or 1 to the last bit, x is bounded, so that no power of it overflows.
    private static Variable<T> Bend(Variable<T> w, Variable<T> v, Variable<T> x)
    {
        x = Ops.Clamp(x, T.CreateChecked(-1000), T.CreateChecked(1000));
        T c = T.CreateChecked(1.5957691216057307117), cubic = T.CreateChecked(0.071354816272600248775), three = T.CreateChecked(3);
        Variable<T> square = Ops.Square(x), s = Ops.Sigmoid(x * (c + (cubic * square))), rest = T.One - s;
        Variable<T> slope = c + (three * cubic * square), bend = T.CreateChecked(6) * cubic * x;
        return s * rest * ((slope * (T.CreateChecked(2) + (x * (rest - s) * slope))) + (x * bend)) * v * w;
    }

    private static double Slope(double x)
    {
        double z = 2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)), s = 1 / (1 + Math.Exp(-z));
        return s * (1 + (x * 2 * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x)) * (1 - s)));
    }
}

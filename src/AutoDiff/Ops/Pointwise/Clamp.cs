using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The nearest number in an interval, <c>y = min(max(x, low), high)</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="low">The smallest result; minus infinity for none.</param>
    /// <param name="high">The largest result; infinity for none.</param>
    /// <returns>The clamped elements, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException"><paramref name="low"/> is not less than or equal to <paramref name="high"/>.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = xDot</c> and <c>xBar = yBar</c> where <c>low &lt;= x &lt;= high</c>, the bounds included, else 0.
    /// Saves input and result. NaN stays NaN, with slope 0. Source: elementary.
    /// </remarks>
    public static Variable<T> Clamp<T>(Variable<T> x, T low, T high)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Clamp<T>(low, high), x);

    /// <summary>The nearest number in [-1, 1], element by element: <see cref="Clamp"/> with these bounds.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>Derivative: <c>yDot = xDot</c> and <c>xBar = yBar</c> in [-1, 1], the bounds included, else 0. Source: Collobert (2004).</remarks>
    public static Variable<T> Hardtanh<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Clamp(x, -T.One, T.One);

    /// <summary>The logistic function in straight lines, <c>y = min(max(x / 6 + 1/2, 0), 1)</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, in [0, 1], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / 6</c> and <c>xBar = yBar / 6</c> in [-3, 3], the bounds included, else 0. Source: Howard et al. (2019), 5.2.
    /// </remarks>
    public static Variable<T> Hardsigmoid<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Clamp((x / T.CreateChecked(6)) + T.CreateChecked(0.5), T.Zero, T.One);
}

internal readonly struct Clamp<T>(T low, T high) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Clamp";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Clamp(x, -1, 1)", x => Ops.Clamp(x[0], -T.One, T.One), new WorkedInput(new Shape(3, 5)))
        {
            Reference = Reference.Of(a => Math.Clamp(a, -1, 1)),
            Specials =
            [
                new([1], 1) { Slopes = [1] }, new([-1], -1) { Slopes = [1] }, new([double.NaN], double.NaN) { Slopes = [0] },
                new([double.PositiveInfinity], 1) { Slopes = [0] }, new([-2], -1) { Slopes = [0] },
            ],
        },
        new("x * Clamp(x, 0, infinity)", x => x[0] * Ops.Clamp(x[0], T.Zero, T.PositiveInfinity), new WorkedInput(new Shape(7)))
        {
            Reference = Reference.Of(a => a * Math.Max(a, 0)),
            Specials = [new([double.PositiveInfinity], double.PositiveInfinity)],
        },
        new("x * Hardtanh(x)", x => x[0] * Ops.Hardtanh(x[0]), new WorkedInput(new Shape(7)))
        {
            Reference = Reference.Of(a => a * Math.Clamp(a, -1, 1)),
            Specials = [new([1], 1) { Slopes = [2] }, new([2], 2) { Slopes = [1] }],
        },
        new("Hardsigmoid(x)", x => Ops.Hardsigmoid(x[0]), new WorkedInput(new Shape(7), -6, 6))
        {
            Reference = Reference.Of(a => Math.Clamp((a / 6) + 0.5, 0, 1)),
            Specials =
            [
                new([3], 1) { Slopes = [1.0 / 6] }, new([-3], 0) { Slopes = [1.0 / 6] }, new([4], 1) { Slopes = [0] },
                new([double.NegativeInfinity], 0) { Slopes = [0] }, new([double.NaN], double.NaN),
            ],
        },
        new("Clamp(x, 1, 0)", x => Ops.Clamp(x[0], T.One, T.Zero), new WorkedInput(new Shape(2))) { Refusal = ["Clamp", "low is 1", "high is 0"] },
        new("Clamp(x, NaN, 0)", x => Ops.Clamp(x[0], T.NaN, T.Zero), new WorkedInput(new Shape(2))) { Refusal = ["Clamp", "low is NaN", "high is 0"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        if (!(low <= high))
            NoInterval(low, high);
        return inputs[0];
    }

    public void Forward(in ForwardCall<T> call)
    {
        T least = low, most = high;
        Elementwise.Map<T, ClampFunction<T>>(call.Input(0), new ReadOnlySpan<T>(in least), new ReadOnlySpan<T>(in most), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, ClampGradient<T>.Of(call.Cotangent, call.Input(0), call.Output));

    public void Jvp(in JvpCall<T> call) => call.Add(ClampGradient<T>.Of(call.Tangent(0), call.Input(0), call.Output));

    [DoesNotReturn]
    private static void NoInterval(T low, T high) => throw new ArgumentException(
        FormattableString.Invariant($"{Name}: the bounds enclose nothing: low is {low}, high is {high}; need low <= high, neither of them NaN. Exchange them?"));
}

// v where x = y, which is where clamping left x alone, else 0: constant in x and y wherever it has a slope.
internal readonly struct ClampGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "ClampGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("ClampGradient(v, x, x)", x => Of(x[0], x[1], x[1]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6))) { Reference = Reference.Of((v, x) => v) },
        new("ClampGradient(v, x, y)", x => Of(x[0], x[1], x[2]), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6), -2, -1), new WorkedInput(new Shape(6), 1, 2))
        {
            Reference = Reference.Of((v, x, y) => 0),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x, Variable<T> y) => v.Tape.Apply(default(ClampGradient<T>), v, x, y);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) =>
        Elementwise.Map<T, ClampGradientFunction<T>>(call.Input(0), call.Input(1), call.Input(2), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1), call.Input(2)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), call.Input(2)));
    }
}

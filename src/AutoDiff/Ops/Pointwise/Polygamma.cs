using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The digamma function <c>y = ψ(x)</c>, the derivative of <see cref="LogGamma"/>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative and special values as for <see cref="Polygamma"/>, whose order 0 it is. Relative to the result within 10 units in the
    /// last place for positive numbers, its zero included. Source: DLMF 5.2.2.
    /// </remarks>
    public static Variable<T> Digamma<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Polygamma(x, 0);

    /// <summary>A derivative of the digamma function, <c>y = ψ⁽ⁿ⁾(x)</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="order">Which derivative, n: 0 is <see cref="Digamma"/> itself, 1 the trigamma function.</param>
    /// <returns>The values, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">The order is negative, or larger than 170.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = ψ⁽ⁿ⁺¹⁾(x) · xDot</c>; <c>xBar = ψ⁽ⁿ⁺¹⁾(x) · yBar</c>. Saves the input. Relative to the result within <c>10 (n + 1)</c> units
    /// in the last place for positive numbers; for negative ones, relative to the sum of the two terms of the reflection. At 0 and the negative
    /// whole numbers, poles, infinite where both sides have one sign, else NaN; at ±0 that of its side. Computed in double, one element at a
    /// time. Source: DLMF 5.15, 25.11.
    /// </remarks>
    public static Variable<T> Polygamma<T>(Variable<T> x, int order)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Polygamma<T>(order), x);
}

internal readonly struct Polygamma<T>(int order) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Polygamma";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Digamma(x)", x => Ops.Digamma(x[0]), new WorkedInput(new Shape(3, 5), 0.5, 6))
        {
            Reference = Reference.Of(x => Special.Polygamma(0, x)),
            Specials =
            [
                new([double.NaN], double.NaN), new([1], -0.57721566490153286061) { Slopes = [1.6449340668482264365] }, new([-1], double.NaN),
                new([0], double.NegativeInfinity), new([-0.0], double.PositiveInfinity), new([0.5], -1.9635100260214234794) { Slopes = [4.9348022005446793094] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [0] },
            ],
        },
        Case(1, new Shape(3, 4), 0.5, 6),
        Case(2, new Shape(5), 0.5, 6),
        Case(3, Shape.Scalar, 1, 6),
        Case(1, new Shape(4), -0.8, -0.2),
        Case(0, new Shape(4), -0.8, -0.2),
        Case(2, new Shape(4), -1.8, -1.2),
        new("x * Polygamma(x, 1)", x => x[0] * Ops.Polygamma(x[0], 1), new WorkedInput(new Shape(0, 2), 1, 2)) { Reference = _ => [] },
        new("Polygamma(x, 1) at special values", x => Ops.Polygamma(x[0], 1), new WorkedInput(new Shape(2), 1, 2))
        {
            Reference = Reference.Of(x => Special.Polygamma(1, x)),
            Specials = [new([0], double.PositiveInfinity), new([-2], double.PositiveInfinity), new([double.PositiveInfinity], 0), new([1], Math.PI * Math.PI / 6)],
        },
        new("Polygamma(x, -1)", x => Ops.Polygamma(x[0], -1), new WorkedInput(new Shape(2))) { Refusal = ["Polygamma", "order -1"] },
        new("Polygamma(x, 171)", x => Ops.Polygamma(x[0], 171), new WorkedInput(new Shape(2))) { Refusal = ["Polygamma", "order 171"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        if (order is < 0 or > Gamma.MaxOrder)
            NoSuchOrder(order);
        return inputs[0];
    }

    public void Forward(in ForwardCall<T> call)
    {
        ReadOnlySpan<T> x = call.Input(0);
        Span<T> y = call.Output;
        for (int i = 0; i < y.Length; i++)
        {
            T value = Precision<T>.Round(Gamma.Polygamma(order, double.CreateTruncating(x[i])));
            y[i] = call.Accumulate ? y[i] + value : value;
        }
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Cotangent * Ops.Polygamma(call.Input(0), order + 1));

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tangent(0) * Ops.Polygamma(call.Input(0), order + 1));

    [DoesNotReturn]
    private static void NoSuchOrder(int order) => throw new ArgumentException(
        $"{Name}: no such derivative: order {order}; need 0 (the digamma function) to {Gamma.MaxOrder}.");

    private static WorkedCase<T> Case(int order, Shape shape, double low, double high) =>
        new(FormattableString.Invariant($"Polygamma({shape}, {order}) from {low} to {high}"), x => Ops.Polygamma(x[0], order), new WorkedInput(shape, low, high))
        {
            Reference = Reference.Of(x => Special.Polygamma(order, x)),
        };
}

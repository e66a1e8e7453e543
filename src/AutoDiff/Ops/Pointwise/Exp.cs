using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The exponential <c>y = e^x</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The exponentials, 0 or larger, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = y · xDot</c>; <c>xBar = y · yBar</c>. Saves the result. Within 1 unit in the last place;
    /// -infinity gives 0, an overflow infinity. Source: elementary.
    /// </remarks>
    public static Variable<T> Exp<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Exp<T>), x);
}

internal readonly struct Exp<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Exp";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Exp(x)", x => Ops.Exp(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(System.Math.Exp),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], 1) { Slopes = [1] }, new([double.NegativeInfinity], 0) { Slopes = [0] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [double.PositiveInfinity] },
            ],
        },
        new("x * Exp(x)", x => x[0] * Ops.Exp(x[0]), new WorkedInput(new Shape(4))) { Reference = Reference.Of(a => a * System.Math.Exp(a)) },
    ];

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, ExpFunction<T>>(a, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, ExpFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Cotangent * call.Output);

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tangent(0) * call.Output);
}

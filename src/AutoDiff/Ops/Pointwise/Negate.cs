using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The operator of <see cref="Negate"/>.</summary>
    extension<T>(Variable<T>)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary><see cref="Negate"/>.</summary>
        public static Variable<T> operator -(Variable<T> x) => Negate(x);
    }

    /// <summary>The opposite <c>y = -x</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The opposites, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>Derivative: <c>yDot = -xDot</c>; <c>xBar = -yBar</c>. Saves nothing. Exact; ±0 gives ∓0. Source: elementary.</remarks>
    public static Variable<T> Negate<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Negate<T>), x);
}

internal readonly struct Negate<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Negate";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static bool IsPointwise => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("-x", x => -x[0], new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.Of(a => -a),
            Specials = [new([0], -0.0) { Slopes = [-1] }, new([-0.0], 0) { Slopes = [-1] }, new([double.NegativeInfinity], double.PositiveInfinity) { Slopes = [-1] }],
        },
        new("x + -x", x => x[0] + -x[0], new WorkedInput(new Shape(5))) { Reference = Reference.Of(a => a - a) },
        new("-[0]", x => -x[0], new WorkedInput(new Shape(0))) { Reference = Reference.Of(a => -a) },
    ];

    public static void Map(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool accumulate) =>
        Elementwise.Map<T, NegateFunction<T>>(a, y, accumulate);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, NegateFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, -call.Cotangent);

    public void Jvp(in JvpCall<T> call) => call.Add(-call.Tangent(0));
}

using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The natural logarithm <c>y = log(x)</c>, element by element.</summary>
    /// <param name="x">An array of numbers that are not negative.</param>
    /// <returns>The logarithms, in nats, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = xDot / x</c>; <c>xBar = yBar / x</c>. Saves the input. Within 1 unit in the last place;
    /// 0 gives -infinity with an infinite slope, a negative number NaN. Source: elementary.
    /// </remarks>
    public static Variable<T> Log<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Log<T>), x);
}

internal readonly struct Log<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Log";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Log(x)", x => Ops.Log(x[0]), new WorkedInput(new Shape(3, 5), 0.25, 4))
        {
            Reference = Reference.Of(a => System.Math.Log(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([-1], double.NaN), new([1], 0) { Slopes = [1] },
                new([0], double.NegativeInfinity) { Slopes = [double.PositiveInfinity] }, new([-0.0], double.NegativeInfinity),
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [0] },
            ],
        },
        new("x * Log(x)", x => x[0] * Ops.Log(x[0]), new WorkedInput(new Shape(4), 0.25, 4)) { Reference = Reference.Of(a => a * System.Math.Log(a)) },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, LogFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Cotangent / call.Input(0));

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tangent(0) / call.Input(0));
}

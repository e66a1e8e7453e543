using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The logarithm of the gamma function, <c>y = log |Γ(x)|</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The logarithms, in nats, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = ψ(x) · xDot</c>; <c>xBar = ψ(x) · yBar</c>, see <see cref="Digamma"/>. Saves the input. Relative to the result within 20 units
    /// in the last place for positive numbers, its zeros 1 and 2 included; for negative ones, relative to 1 next to the zeros. 0 and the
    /// negative whole numbers give infinity. Computed in double, one element at a time. Source: DLMF 5.11.1, 5.5.3.
    /// </remarks>
    public static Variable<T> LogGamma<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(LogGamma<T>), x);
}

internal readonly struct LogGamma<T> : IUnaryPrimitive<T, LogGammaFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LogGamma";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("LogGamma(x)", x => Ops.LogGamma(x[0]), new WorkedInput(new Shape(3, 5), 0.25, 6))
        {
            Reference = Reference.Of(Special.LogGamma),
            Ulps = 256,
            Specials =
            [
                new([double.NaN], double.NaN), new([1], 0) { Slopes = [-0.57721566490153286061] }, new([2], 0), new([0], double.PositiveInfinity),
                new([-3], double.PositiveInfinity), new([-0.5], 1.2655121234846453965),
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [double.PositiveInfinity] },
            ],
        },
        new("LogGamma(x), x < 0", x => Ops.LogGamma(x[0]), new WorkedInput(new Shape(3), -0.8, -0.2)) { Reference = Reference.Of(Special.LogGamma), Ulps = 256 },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, LogGammaFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => v * Ops.Digamma(x);
}

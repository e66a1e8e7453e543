using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary><c>y = 1 / x</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The reciprocals, of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = -y² · xDot</c>; <c>xBar = -y² · yBar</c>. Saves result and input. Correctly rounded; ±0 gives ±infinity with a slope
    /// of -infinity. The same as dividing 1 by <paramref name="x"/>. Source: elementary.
    /// </remarks>
    public static Variable<T> Reciprocal<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Reciprocal<T>), x);
}

internal readonly struct Reciprocal<T> : IUnaryPrimitive<T, ReciprocalFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Reciprocal";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Reciprocal(x)", x => Ops.Reciprocal(x[0]), new WorkedInput(new Shape(3, 5), 0.5, 2))
        {
            Reference = Reference.Of(a => 1 / a),
            Specials =
            [
                new([double.NaN], double.NaN), new([-2], -0.5) { Slopes = [-0.25] },
                new([-0.0], double.NegativeInfinity) { Slopes = [double.NegativeInfinity] },
                new([0], double.PositiveInfinity) { Slopes = [double.NegativeInfinity] }, new([double.NegativeInfinity], -0.0) { Slopes = [0] },
            ],
        },
        new("x + Reciprocal(x)", x => x[0] + Ops.Reciprocal(x[0]), new WorkedInput(new Shape(4), 0.5, 2)) { Reference = Reference.Of(a => a + (1 / a)) },
        new("Reciprocal([])", x => Ops.Reciprocal(x[0]), new WorkedInput(Shape.Scalar, 0.5, 2)) { Reference = Reference.Of(a => 1 / a) },
        new("Reciprocal([0, 2])", x => Ops.Reciprocal(x[0]), new WorkedInput(new Shape(0, 2), 0.5, 2)) { Reference = _ => [] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, ReciprocalFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0), call.Output));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0), call.Output));

    private static Variable<T> Along(Variable<T> v, Variable<T> x, Variable<T> y) => DivideGradient<T>.Of(v, y, x);
}

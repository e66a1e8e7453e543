using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The complementary error function <c>y = 1 - erf(x)</c>, element by element, exact where that is small too.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, in [0, 2], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = -2/√π · e^-x² · xDot</c>; <c>xBar = -2/√π · e^-x² · yBar</c>. Saves the input. Within 5 units in the last place, down to
    /// the smallest results; infinity gives 0, -infinity 2. Source: DLMF 7.2.2.
    /// </remarks>
    public static Variable<T> Erfc<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Erfc<T>), x);
}

internal readonly struct Erfc<T> : IUnaryPrimitive<T, ErfcFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Erfc";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Erfc(x)", x => Ops.Erfc(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(a => 1 - Special.Erf(a)),
            Specials =
            [
                new([double.NaN], double.NaN), new([0], 1) { Slopes = [-1.1283791670955125739] }, new([double.PositiveInfinity], 0) { Slopes = [0] },
                new([double.NegativeInfinity], 2) { Slopes = [0] }, new([5], 1.5374597944280348502e-12),
            ],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, ErfcFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => ErfGradient<T>.Of(v, x, T.CreateChecked(-1.1283791670955125739));
}

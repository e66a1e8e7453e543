using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The error function <c>y = 2/√π · ∫₀ˣ e^-t² dt</c>, element by element.</summary>
    /// <param name="x">Any array.</param>
    /// <returns>The values, in [-1, 1], of <paramref name="x"/>'s shape.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = 2/√π · e^-x² · xDot</c>; <c>xBar = 2/√π · e^-x² · yBar</c>. Saves the input. Within 2 units in the last place, exactly odd;
    /// ±infinity gives ±1 with slope 0. Source: DLMF 7.2.1.
    /// </remarks>
    public static Variable<T> Erf<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(default(Erf<T>), x);
}

internal readonly struct Erf<T> : IUnaryPrimitive<T, ErfFunction<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Erf";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Erf(x)", x => Ops.Erf(x[0]), new WorkedInput(new Shape(3, 5), -3, 3))
        {
            Reference = Reference.Of(Special.Erf),
            Specials =
            [
                new([double.NaN], double.NaN), new([-0.0], -0.0) { Slopes = [1.1283791670955125739] },
                new([double.PositiveInfinity], 1) { Slopes = [0] }, new([double.NegativeInfinity], -1) { Slopes = [0] },
            ],
        },
        new("x * Erf(x)", x => x[0] * Ops.Erf(x[0]), new WorkedInput(Shape.Scalar)) { Reference = Reference.Of(a => a * Special.Erf(a)) },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => Elementwise.Map<T, ErfFunction<T>>(call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    private static Variable<T> Along(Variable<T> v, Variable<T> x) => ErfGradient<T>.Of(v, x, T.CreateChecked(1.1283791670955125739));
}

// scale · v · e^-x² in one pass, the scale a constant. Its slope in x is -2x times itself.
internal readonly struct ErfGradient<T>(T scale) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "ErfGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("ErfGradient(v, x, 2)", x => Of(x[0], x[1], T.CreateChecked(2)), new WorkedInput(new Shape(6)), new WorkedInput(new Shape(6)))
        {
            Reference = Reference.Of((v, x) => 2 * v * System.Math.Exp(-x * x)),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x, T scale) => v.Tape.Apply(new ErfGradient<T>(scale), v, x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        T constant = scale;
        Elementwise.Map<T, ScaledGaussianFunction<T>>(call.Input(0), call.Input(1), new System.ReadOnlySpan<T>(in constant), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(0))
            call.Add(0, Of(call.Cotangent, call.Input(1), scale));
        if (call.Wants(1))
            call.Add(1, T.CreateChecked(-2) * call.Input(1) * call.Output * call.Cotangent);
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), scale));
        if (call.Moves(1))
            call.Add(T.CreateChecked(-2) * call.Input(1) * call.Output * call.Tangent(1));
    }
}

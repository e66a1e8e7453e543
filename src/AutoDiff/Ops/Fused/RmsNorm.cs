using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Every example with a mean square of 1 over its last axes: <c>y = x / sqrt(mean(x²) + epsilon) · scale</c>.</summary>
    /// <param name="x">Inputs <c>[..., features]</c>.</param>
    /// <param name="scale">A factor for each feature, of the last axes' shape; null for none.</param>
    /// <param name="axes">How many of the last axes are taken together.</param>
    /// <param name="epsilon">What is added to the mean square, which may be 0.</param>
    /// <returns>Outputs of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There are not so many axes, the scale has another shape, or epsilon is negative or not finite.</exception>
    /// <remarks>
    /// Derivative, with h the normalised x, r the factor that made it and g = yBar · scale: <c>xBar = r · (g - h · mean(g · h))</c>,
    /// <c>scaleBar = sum of yBar · h</c> over all examples. Saves x, scale and two numbers an example. One NaN or infinity makes its example NaN,
    /// and so do squares that overflow, or without an epsilon are all 0. Source: Zhang and Sennrich 2019.
    /// </remarks>
    public static Variable<T> RmsNorm<T>(Variable<T> x, Variable<T>? scale = null, int axes = 1, double epsilon = 1e-5)
        where T : unmanaged, IFloatingPointIeee754<T> => NormRules<T>.Apply(nameof(RmsNorm), new RmsNorm<T>(epsilon), x, scale, null, axes, epsilon);
}

// Of rows [rows, n].
internal readonly struct RmsNorm<T>(double epsilon) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "RmsNorm";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 5), 1, 1),
        Case(new Shape(2, 3, 40), 1, 0),
        Case(new Shape(2, 3, 4), 2, 1),
        Case(new Shape(0, 3), 1, 1),
        new("RmsNorm([2, 3], scale [2, 3])", x => Ops.RmsNorm(x[0], x[0]), new WorkedInput(new Shape(2, 3))) { Refusal = ["RmsNorm", "scale", "[2, 3]", "[3]"] },
        new("RmsNorm([], axes 1)", x => Ops.RmsNorm(x[0]), new WorkedInput(Shape.Scalar)) { Refusal = ["RmsNorm", "last 1", "[]"] },
    ];

    // Two numbers a row, one of them 0: as of a layer normalisation.
    public static int SavedLength(in Operands<T> inputs) => Shape.Length(2L * inputs[0][0]);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => NormRules<T>.Forward(in call, epsilon, centred: false);

    public void Vjp(in VjpCall<T> call) => NormRules<T>.Vjp(in call, epsilon, centred: false);

    public void Jvp(in JvpCall<T> call) => NormRules<T>.Jvp(in call, epsilon, centred: false);

    public Variable<T> Batch(in BatchCall<T> call) => NormRules<T>.Batch(in call, this);

    private static WorkedCase<T> Case(Shape x, int axes, int parameters) => NormRules<T>.Case(
        $"RmsNorm({x}, {axes} axes, {parameters} parameters)", v => Ops.RmsNorm(v[0], parameters > 0 ? v[1] : null, axes, 0.1), x, axes, parameters, 0.1, centred: false);
}

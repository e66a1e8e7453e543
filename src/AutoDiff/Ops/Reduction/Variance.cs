using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The variance of all elements.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="unbiased">Whether to divide by one less than the count, as an estimate from a sample does, or by the count, as the elements' own variance.</param>
    /// <returns>The variance, a scalar; NaN of none, and of one where unbiased.</returns>
    /// <remarks>
    /// <c>y = sum_i (x_i - mean)² / m</c>, with m the count, less 1 where unbiased. Derivative: <c>yDot = 2 / m · sum_i (x_i - mean) · xDot_i</c>;
    /// <c>xBar = 2 / m · (x - mean) · yBar</c>. Saves the input. Two passes: the mean first, so that a large mean cancels nothing.
    /// The default is PyTorch's; NumPy's is the other. Source: Chan, Golub and LeVeque (1983).
    /// </remarks>
    public static Variable<T> Variance<T>(Variable<T> x, bool unbiased = true)
        where T : unmanaged, IFloatingPointIeee754<T> => VarianceOver(x, AxisSet.All(x.Shape), unbiased);

    /// <summary>The variances over one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <param name="unbiased">Whether to divide by one less than the count, as an estimate from a sample does, or by the count, as the elements' own variance.</param>
    /// <returns>The variances; NaN of none, and of one where unbiased.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Derivative and special values as for <see cref="Variance{T}(Variable{T}, bool)"/>.</remarks>
    public static Variable<T> Variance<T>(Variable<T> x, int axis, bool keepAxes = false, bool unbiased = true)
        where T : unmanaged, IFloatingPointIeee754<T> => Variance(x, [axis], keepAxes, unbiased);

    /// <summary>The variances over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. </param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <param name="unbiased">Whether to divide by one less than the count, as an estimate from a sample does, or by the count, as the elements' own variance.</param>
    /// <returns>The variances; NaN of none, and of one where unbiased.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <remarks>Derivative and special values as for <see cref="Variance{T}(Variable{T}, bool)"/>.</remarks>
    public static Variable<T> Variance<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepAxes = false, bool unbiased = true)
        where T : unmanaged, IFloatingPointIeee754<T> => VarianceOver(x, AxisSet.Of(x.Shape, axes, keepAxes, nameof(Variance)), unbiased);

    internal static Variable<T> VarianceOver<T>(Variable<T> x, AxisSet axes, bool unbiased)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Variance<T>(axes, unbiased), x);
}

internal readonly struct Variance<T>(AxisSet axes, bool unbiased) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Variance";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case("Variance([3, 4])", x => Ops.Variance(x), new Shape(3, 4), Shape.Scalar, 1),
        Case("Variance([3, 4], biased)", x => Ops.Variance(x, unbiased: false), new Shape(3, 4), Shape.Scalar, 0),
        Case("Variance([3, 4], axis 0)", x => Ops.Variance(x, axis: 0), new Shape(3, 4), new Shape(1, 4), 1),
        Case("Variance([2, 3, 4], axes -1, 0, keepAxes)", x => Ops.Variance(x, [-1, 0], keepAxes: true), new Shape(2, 3, 4), new Shape(1, 3, 1), 1),
        Case("Variance([2, 3], axis 1, biased)", x => Ops.Variance(x, axis: 1, unbiased: false), new Shape(2, 3), new Shape(2, 1), 0),
        Case("Variance([0, 3], axis 1)", x => Ops.Variance(x, axis: 1), new Shape(0, 3), new Shape(0, 1), 1),
        new("Variance([5]) around a large mean", x => Ops.Variance(x[0]), new WorkedInput(new Shape(5), 4095, 4097))
        {
            Reference = Reference.FoldTo(new Shape(5), Shape.Scalar, group => Fold(group, 1)),
        },
        new("StandardDeviation([3, 4], axis 1)", x => Ops.StandardDeviation(x[0], axis: 1), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.FoldTo(new Shape(3, 4), new Shape(3, 1), group => Math.Sqrt(Fold(group, 1))),
        },
        new("StandardDeviation([3, 2], biased)", x => Ops.StandardDeviation(x[0], unbiased: false), new WorkedInput(new Shape(3, 2)))
        {
            Reference = Reference.FoldTo(new Shape(3, 2), Shape.Scalar, group => Math.Sqrt(Fold(group, 0))),
        },
        new(
            "a * StandardDeviation(a, b)",
            x => x[0] * Ops.StandardDeviation(Ops.Stack(0, x[0], x[1]), unbiased: false),
            new WorkedInput(Shape.Scalar),
            new WorkedInput(Shape.Scalar, 3, 4))
        {
            Reference = Reference.Of((a, b) => a * Math.Abs(a - b) / 2),
            Specials = [new([2, 2], 0) { Slopes = [0, 0] }, new([1, 3], 1) { Slopes = [0.5, 0.5] }, new([double.PositiveInfinity, 1], double.NaN)],
        },
        new("Variance([]), biased", x => Ops.Variance(x[0], unbiased: false), new WorkedInput(Shape.Scalar)) { Reference = _ => [0] },
        new("Variance([2, 3], axis 2)", x => Ops.Variance(x[0], axis: 2), new WorkedInput(new Shape(2, 3))) { Refusal = ["Variance", "axis 2", "[2, 3]"] },
        new("StandardDeviation([2, 3], axes 1, 1)", x => Ops.StandardDeviation(x[0], [1, 1]), new WorkedInput(new Shape(2, 3)))
        {
            Refusal = ["StandardDeviation", "twice", "[1, 1]", "[2, 3]"],
        },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => axes.Reduce(in inputs[0]);

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        T count = T.CreateChecked(axes.CountOf(in x)), freedom = Freedom(in x);
        Deviations.SquaresTo(in x, call.Input(0), axes.Stretchable(in x), call.Output, count);
        Elementwise.Map<T, DivideFunction<T>>(call.Output, new ReadOnlySpan<T>(in freedom), call.Output);
    }

    public void Vjp(in VjpCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        Variable<T> scale = Ops.Reshape(call.Cotangent * (T.CreateChecked(2) / Freedom(in x)), axes.Stretchable(in x));
        call.Add(0, Centred(call.Input(0)) * scale);
    }

    public void Jvp(in JvpCall<T> call)
    {
        T scale = T.CreateChecked(2) / Freedom(in call.InputShape(0));
        call.Add(Ops.SumOver(Centred(call.Input(0)) * call.Tangent(0), axes) * scale);
    }

    public Variable<T> Batch(in BatchCall<T> call) => Ops.VarianceOver(call.Input(0), axes.Shifted, unbiased);

    private static WorkedCase<T> Case(string name, Func<Variable<T>, Variable<T>> function, Shape from, Shape to, int correction) =>
        new(name, x => function(x[0]), new WorkedInput(from)) { Reference = Reference.FoldTo(from, to, group => Fold(group, correction)) };

    private static double Fold(double[] group, int correction)
    {
        double mean = group.Average();
        return group.Sum(a => (a - mean) * (a - mean)) / (group.Length - correction);
    }

    private T Freedom(in Shape x) => T.CreateChecked(Math.Max(0, axes.CountOf(in x) - (unbiased ? 1 : 0)));

    private Variable<T> Centred(Variable<T> x) => x - x.Tape.Apply(new Mean<T>(axes.Kept), x);
}

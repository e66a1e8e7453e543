using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The norm of all elements, <c>y = (sum_i |x_i|^p)^(1/p)</c>.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="order">The p of the norm, at least 1: 1 for the sum of the sizes, 2 for the length, infinity for the largest size.</param>
    /// <returns>The norm, a scalar.</returns>
    /// <exception cref="ArgumentException">The order is less than 1 or NaN; or it is infinite and there are no elements.</exception>
    /// <remarks>
    /// Derivative: <c>xBar_i = sign(x_i) · (|x_i| / y)^(p - 1) · yBar</c>. At its kinks: of the norm 1, 0 where an element is 0; of the norms between,
    /// 0 at the origin; of the largest size, elements that tie share evenly, and 0 at the origin. Saves input and result. The norm 2 is the root
    /// of <see cref="SumOfSquares{T}(Variable{T})"/>, whose squares must not overflow; orders other than 1, 2 and infinity are scaled so that nothing
    /// does, and many times slower. A whole number in second place is an axis, as everywhere: write
    /// <c>Norm(x, order: 1.0)</c>. The elements other than 0 are counted by <see cref="CountNonZero{T}(Variable{T})"/>. Source: elementary.
    /// </remarks>
    public static Variable<T> Norm<T>(Variable<T> x, double order = 2)
        where T : unmanaged, IFloatingPointIeee754<T> => NormOver(x, AxisSet.All(x.Shape), order);

    /// <summary>The norms over one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="order">The p of the norm, at least 1: 1 for the sum of the sizes, 2 for the length, infinity for the largest size.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The norms.</returns>
    /// <exception cref="ArgumentException">There is no such axis; or the order is less than 1 or NaN.</exception>
    /// <remarks>Derivative and special values as for <see cref="Norm{T}(Variable{T}, double)"/>.</remarks>
    public static Variable<T> Norm<T>(Variable<T> x, int axis, double order = 2, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Norm(x, [axis], order, keepAxes);

    /// <summary>The norms over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. </param>
    /// <param name="order">The p of the norm, at least 1: 1 for the sum of the sizes, 2 for the length, infinity for the largest size.</param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The norms.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice; or the order is less than 1 or NaN.</exception>
    /// <remarks>Derivative and special values as for <see cref="Norm{T}(Variable{T}, double)"/>.</remarks>
    public static Variable<T> Norm<T>(Variable<T> x, ReadOnlySpan<int> axes, double order = 2, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => NormOver(x, AxisSet.Of(x.Shape, axes, keepAxes, nameof(Norm)), order);

    private static Variable<T> NormOver<T>(Variable<T> x, AxisSet axes, double order)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        order == 2 ? Root<T>.Of(SumOfSquaresOver(x, axes))
        : order == 1 ? SumOver(Abs(x), axes)
        : double.IsPositiveInfinity(order) ? x.Tape.Apply(new Extreme<T>(axes, largest: true), Abs(x))
        : x.Tape.Apply(new Norm<T>(axes, order), x);
}

internal readonly struct Norm<T>(AxisSet axes, double order) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Norm";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case("Norm([3, 4])", x => Ops.Norm(x), new Shape(3, 4), Shape.Scalar, 2),
        Case("Norm([3, 4], axis 1)", x => Ops.Norm(x, axis: 1), new Shape(3, 4), new Shape(3, 1), 2),
        Case("Norm([2, 3, 4], axes 2, 0, order 1, keepAxes)", x => Ops.Norm(x, [2, 0], 1, keepAxes: true), new Shape(2, 3, 4), new Shape(1, 3, 1), 1),
        Case("Norm([3, 4], axis 0, order 3)", x => Ops.Norm(x, axis: 0, 3), new Shape(3, 4), new Shape(1, 4), 3),
        Case("Norm([2, 3, 2], axes 0, 2, order 3.5)", x => Ops.Norm(x, [0, 2], 3.5), new Shape(2, 3, 2), new Shape(1, 3, 1), 3.5),
        Case("Norm([4], order 4)", x => Ops.Norm(x, order: 4.0), new Shape(4), Shape.Scalar, 4),
        Case("Norm([0, 2], axis 0, order 3)", x => Ops.Norm(x, axis: 0, 3), new Shape(0, 2), new Shape(1, 2), 3),
        new("Norm([3, 4], axis 1, order infinity)", x => Ops.Norm(x[0], axis: 1, double.PositiveInfinity), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.FoldTo(new Shape(3, 4), new Shape(3, 1), group => group.Max(Math.Abs)),
        },
        new("Norm([2]), order 1.5", x => Ops.Norm(x[0], order: 1.5), new WorkedInput(new Shape(2), 0.5, 2))
        {
            Reference = Reference.FoldTo(new Shape(2), Shape.Scalar, group => Math.Pow(group.Sum(a => Math.Pow(a, 1.5)), 1 / 1.5)),
        },
        Of("2", 2, new([0, 0], 0) { Slopes = [0, 0] }, new([3, -4], 5) { Slopes = [0.6, -0.8] }, new([double.NaN, 1], double.NaN)),
        Of("1", 1, new([0, 0], 0) { Slopes = [0, 0] }, new([3, -4], 7) { Slopes = [1, -1] }, new([0, 2], 2) { Slopes = [0, 1] }),
        Of("3", 3, new([0, 0], 0) { Slopes = [0, 0] }, new([0, -2], 2) { Slopes = [0, -1] }, new([1e30, 0], 1e30) { Slopes = [1, 0] }, new([double.NaN, 1], double.NaN)),
        Of("infinity", double.PositiveInfinity, new([0, 0], 0) { Slopes = [0, 0] }, new([3, -4], 4) { Slopes = [0, -1] }, new([2, -2], 2) { Slopes = [0.5, -0.5] }),
        new("Norm([2], order 0.5)", x => Ops.Norm(x[0], order: 0.5), new WorkedInput(new Shape(2))) { Refusal = ["Norm", "order is 0.5", "1"] },
        new("Norm([2], order NaN)", x => Ops.Norm(x[0], order: double.NaN), new WorkedInput(new Shape(2))) { Refusal = ["Norm", "order is NaN"] },
        new("Norm([2, 3], axis 2)", x => Ops.Norm(x[0], axis: 2), new WorkedInput(new Shape(2, 3))) { Refusal = ["Norm", "axis 2", "[2, 3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        if (!(order >= 1))
            NoNorm(order);
        return axes.Reduce(in inputs[0]);
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        Kernels.Deviations.NormTo(in x, call.Input(0), axes.Stretchable(in x), call.Output, T.CreateChecked(order));
    }

    public void Vjp(in VjpCall<T> call)
    {
        Shape kept = axes.Stretchable(in call.InputShape(0));
        call.Add(0, Ops.Reshape(call.Cotangent, kept) * Slope(call.Input(0), Ops.Reshape(call.Output, kept)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> y = Ops.Reshape(call.Output, axes.Stretchable(in call.InputShape(0)));
        call.Add(Ops.SumOver(call.Tangent(0) * Slope(call.Input(0), y), axes));
    }

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(new Norm<T>(axes.Shifted, order), call.Input(0));

    [DoesNotReturn]
    private static void NoNorm(double order) => throw new ArgumentException(
        FormattableString.Invariant($"{Name}: not a norm: the order is {order}; need at least 1, or infinity."));

    private static WorkedCase<T> Case(string name, Func<Variable<T>, Variable<T>> function, Shape from, Shape to, double order) =>
        new(name, x => function(x[0]), new WorkedInput(from))
        {
            Reference = Reference.FoldTo(from, to, group => Math.Pow(group.Sum(a => Math.Pow(Math.Abs(a), order)), 1 / order)),
        };

    private static WorkedCase<T> Of(string name, double order, params SpecialValue[] specials) =>
        new($"Norm(a, b, order {name})", x => Ops.Norm(Ops.Stack(0, x[0], x[1]), order), new WorkedInput(Shape.Scalar, 0.25, 1), new WorkedInput(Shape.Scalar, 1.25, 2))
        {
            Reference = Reference.Of((a, b) => double.IsInfinity(order) ? b : Math.Pow(Math.Pow(a, order) + Math.Pow(b, order), 1 / order)),
            Specials = specials,
        };

    // How the norm moves with each element: the quotient is never more than 1.
    private Variable<T> Slope(Variable<T> x, Variable<T> y) =>
        Ops.Sign(x) * Ops.Power(DivideOrZero<T>.Of(Ops.Abs(x), y), T.CreateChecked(order - 1));
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The sum of the squares of all elements.</summary>
    /// <param name="x">Any array; without elements the sum is 0.</param>
    /// <returns>The sum, a scalar.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = 2 sum_i x_i · xDot_i</c>; <c>xBar = 2 yBar · x</c>. Saves the input, not the squares. Adds as
    /// <see cref="Sum{T}(Variable{T})"/> does. Source: elementary.
    /// </remarks>
    public static Variable<T> SumOfSquares<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SumOfSquaresOver(x, AxisSet.All(x.Shape));

    /// <summary>The sums of the squares over one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The sums; 0 over axes without elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Derivative and special values as for <see cref="SumOfSquares{T}(Variable{T})"/>.</remarks>
    public static Variable<T> SumOfSquares<T>(Variable<T> x, int axis, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => SumOfSquares(x, [axis], keepAxes);

    /// <summary>The sums of the squares over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. None squares every element.</param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The sums; 0 over axes without elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <remarks>Derivative and special values as for <see cref="SumOfSquares{T}(Variable{T})"/>.</remarks>
    public static Variable<T> SumOfSquares<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => SumOfSquaresOver(x, AxisSet.Of(x.Shape, axes, keepAxes, nameof(SumOfSquares)));

    internal static Variable<T> SumOfSquaresOver<T>(Variable<T> x, AxisSet axes)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new SumOfSquares<T>(axes), x);
}

internal readonly struct SumOfSquares<T>(AxisSet axes) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SumOfSquares";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case("SumOfSquares([3, 4])", x => Ops.SumOfSquares(x), new Shape(3, 4), Shape.Scalar),
        Case("SumOfSquares([])", x => Ops.SumOfSquares(x), Shape.Scalar, Shape.Scalar),
        Case("SumOfSquares([2, 3, 4], axis 1, keepAxes)", x => Ops.SumOfSquares(x, 1, keepAxes: true), new Shape(2, 3, 4), new Shape(2, 1, 4)),
        Case("SumOfSquares([2, 3, 4], axes 2, 0)", x => Ops.SumOfSquares(x, [2, 0]), new Shape(2, 3, 4), new Shape(1, 3, 1)),
        Case("SumOfSquares([0, 2], axis 0)", x => Ops.SumOfSquares(x, 0), new Shape(0, 2), new Shape(1, 2)),
        new("x * SumOfSquares(x)", x => x[0] * Ops.SumOfSquares(x[0]), new WorkedInput(Shape.Scalar)) { Reference = Reference.Of(a => a * a * a) },
        new("SumOfSquares([2, 3], axis 2)", x => Ops.SumOfSquares(x[0], 2), new WorkedInput(new Shape(2, 3))) { Refusal = ["SumOfSquares", "axis 2", "[2, 3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => axes.Reduce(in inputs[0]);

    public void Forward(in ForwardCall<T> call) => Kernels.Reduction.DotTo(
        in call.InputShape(0), call.Input(0), call.Input(0), axes.Stretchable(in call.InputShape(0)), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) =>
        call.Add(0, Ops.Reshape(call.Cotangent * T.CreateChecked(2), axes.Stretchable(in call.InputShape(0))) * call.Input(0));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.SumOver(call.Input(0) * call.Tangent(0), axes) * T.CreateChecked(2));

    private static WorkedCase<T> Case(string name, Func<Variable<T>, Variable<T>> function, Shape from, Shape to) =>
        new(name, x => function(x[0]), new WorkedInput(from)) { Reference = Reference.FoldTo(from, to, group => group.Sum(a => a * a)) };
}

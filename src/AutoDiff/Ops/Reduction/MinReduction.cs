using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The smallest of all elements.</summary>
    /// <param name="x">An array with elements.</param>
    /// <returns>The smallest element, a scalar.</returns>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    /// <remarks>
    /// Derivative: that of the smallest element; where several tie, they share it evenly: <c>xBar_i = yBar / ties</c> where
    /// <c>x_i = y</c>, else 0. Saves input and result. One NaN makes the result NaN, and with it the slopes. Source: elementary.
    /// </remarks>
    public static Variable<T> Min<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new MinReduction<T>(AxisSet.All(x.Shape)), x);

    /// <summary>The smallest elements along one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The smallest elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or nothing along it.</exception>
    /// <remarks>Derivative and special values as for <see cref="Min{T}(Variable{T})"/>.</remarks>
    public static Variable<T> Min<T>(Variable<T> x, int axis, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Min(x, [axis], keepAxes);

    /// <summary>The smallest elements over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. None leaves every element as it is.</param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The smallest elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis, one is named twice, or there is nothing over them.</exception>
    /// <remarks>Derivative and special values as for <see cref="Min{T}(Variable{T})"/>.</remarks>
    public static Variable<T> Min<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new MinReduction<T>(AxisSet.Of(x.Shape, axes, keepAxes, nameof(Min))), x);
}

internal readonly struct MinReduction<T>(AxisSet axes) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "MinReduction";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Min([3, 4])", x => Ops.Min(x[0]), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.FoldTo(new Shape(3, 4), Shape.Scalar, group => group.Min()),
            Specials =
            [
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [1] }, new([double.NaN], double.NaN) { Slopes = [double.NaN] },
            ],
        },
        new("Min of three that tie", x => Ops.Min(Ops.BroadcastTo(x[0], new Shape(3))) + x[0], new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of(a => a + a),
            Specials = [new([1], 2) { Slopes = [2] }],
        },
        new("Min([2, 3, 4], axis 0)", x => Ops.Min(x[0], 0), new WorkedInput(new Shape(2, 3, 4)))
        {
            Reference = Reference.FoldTo(new Shape(2, 3, 4), new Shape(1, 3, 4), group => group.Min()),
        },
        new("x - Min([2, 3], axis -1, keepAxes)", x => x[0] - Ops.Min(x[0], -1, keepAxes: true), new WorkedInput(new Shape(2, 3)))
        {
            Reference = inputs => Reference.Elements(6, i => inputs[0][i] - inputs[0].Skip(i / 3 * 3).Take(3).Min()),
        },
        new("Min([2, 3, 4], axes 2, 0)", x => Ops.Min(x[0], [2, 0]), new WorkedInput(new Shape(2, 3, 4)))
        {
            Reference = Reference.FoldTo(new Shape(2, 3, 4), new Shape(1, 3, 1), group => group.Min()),
        },
        new("Min([0, 2], axis 1)", x => Ops.Min(x[0], 1), new WorkedInput(new Shape(0, 2))) { Reference = _ => [] },
        new("Min([0, 2], axis 0)", x => Ops.Min(x[0], 0), new WorkedInput(new Shape(0, 2))) { Refusal = ["Min", "no elements", "[0, 2]"] },
        new("Min([2, 3], axis 5)", x => Ops.Min(x[0], 5), new WorkedInput(new Shape(2, 3))) { Refusal = ["Min", "axis 5", "[2, 3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        Shape y = axes.Reduce(in inputs[0]);
        if (y.Count > 0 && inputs[0].Count == 0)
            OpErrors.NothingToCompare(nameof(Ops.Min), inputs[0], y);
        return y;
    }

    public void Forward(in ForwardCall<T> call) =>
        Kernels.Reduction.MinTo(in call.InputShape(0), call.Input(0), axes.Stretchable(in call.InputShape(0)), call.Output);

    public void Vjp(in VjpCall<T> call) => Ties<T>.Share(in call, axes);

    public void Jvp(in JvpCall<T> call) => Ties<T>.Share(in call, axes);

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(new MinReduction<T>(axes.Shifted()), call.Input(0));
}

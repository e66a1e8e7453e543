using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The sum of all elements, <c>y = sum_i x_i</c>.</summary>
    /// <param name="x">Any array; without elements its sum is 0.</param>
    /// <returns>The sum, a scalar.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = sum_i xDot_i</c>; <c>xBar_i = yBar</c>. Saves nothing. The terms are added by a fixed tree, so that the
    /// rounding error grows with the logarithm of their number and the bits never depend on the machine. Source: elementary.
    /// </remarks>
    public static Variable<T> Sum<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Sum<T>(AxisSet.All(x.Shape)), x);

    /// <summary>The sums over one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The sums; 0 over an axis of length 0.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Derivative and precision as for <see cref="Sum{T}(Variable{T})"/>.</remarks>
    public static Variable<T> Sum<T>(Variable<T> x, int axis, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Sum(x, [axis], keepAxes);

    /// <summary>The sums over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. None leaves every element as it is.</param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The sums; 0 over axes without elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <remarks>Derivative and precision as for <see cref="Sum{T}(Variable{T})"/>.</remarks>
    public static Variable<T> Sum<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => SumOver(x, AxisSet.Of(x.Shape, axes, keepAxes, nameof(Sum)));

    internal static Variable<T> SumOver<T>(Variable<T> x, AxisSet axes)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Sum<T>(axes), x);
}

internal readonly struct Sum<T>(AxisSet axes) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Sum";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Sum([3, 4])", x => Ops.Sum(x[0]), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.SumTo(new Shape(3, 4), Shape.Scalar),
            Specials = [new([-0.0], 0) { Slopes = [1] }, new([double.NaN], double.NaN) { Slopes = [1] }],
        },
        new("Sum([])", x => Ops.Sum(x[0]), new WorkedInput(Shape.Scalar)) { Reference = Reference.Of(a => a) },
        new("Sum([0, 3])", x => Ops.Sum(x[0]), new WorkedInput(new Shape(0, 3))) { Reference = Reference.SumTo(new Shape(0, 3), Shape.Scalar) },
        new("Sum([2, 3, 4], axis 0)", x => Ops.Sum(x[0], 0), new WorkedInput(new Shape(2, 3, 4)))
        {
            Reference = Reference.SumTo(new Shape(2, 3, 4), new Shape(1, 3, 4)),
        },
        new("Sum([2, 3, 4], axis 1)", x => Ops.Sum(x[0], 1), new WorkedInput(new Shape(2, 3, 4)))
        {
            Reference = Reference.SumTo(new Shape(2, 3, 4), new Shape(2, 1, 4)),
        },
        new("x * Sum([2, 3], axis -1, keepAxes)", x => x[0] * Ops.Sum(x[0], -1, keepAxes: true), new WorkedInput(new Shape(2, 3)))
        {
            Reference = inputs => Reference.Elements(6, i => inputs[0][i] * (inputs[0][i / 3 * 3] + inputs[0][(i / 3 * 3) + 1] + inputs[0][(i / 3 * 3) + 2])),
        },
        new("Sum([2, 3, 4, 2], axes 0, -2)", x => Ops.Sum(x[0], [0, -2]), new WorkedInput(new Shape(2, 3, 4, 2)))
        {
            Reference = Reference.SumTo(new Shape(2, 3, 4, 2), new Shape(1, 3, 1, 2)),
        },
        new("Sum([2, 3], no axes)", x => Ops.Sum(x[0], []), new WorkedInput(new Shape(2, 3))) { Reference = Reference.Of(a => a) },
        new("Sum([3, 0, 2], axis 1)", x => Ops.Sum(x[0], 1), new WorkedInput(new Shape(3, 0, 2)))
        {
            Reference = Reference.SumTo(new Shape(3, 0, 2), new Shape(3, 1, 2)),
        },
        new("Sum([2, 3], axis 2)", x => Ops.Sum(x[0], 2), new WorkedInput(new Shape(2, 3))) { Refusal = ["Sum", "axis 2", "[2, 3]"] },
        new("Sum([2, 3], axes 1, -1)", x => Ops.Sum(x[0], [1, -1]), new WorkedInput(new Shape(2, 3))) { Refusal = ["Sum", "twice", "[1, -1]", "[2, 3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => axes.Reduce(in inputs[0]);

    public void Forward(in ForwardCall<T> call) =>
        Kernels.Reduction.SumTo(in call.InputShape(0), call.Input(0), axes.Stretchable(in call.InputShape(0)), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        call.Add(0, Ops.BroadcastTo(Ops.Reshape(call.Cotangent, axes.Stretchable(in x)), x));
    }

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.SumOver(call.Tangent(0), axes));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.SumOver(call.Input(0), axes.Shifted());
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The mean of all elements, <c>y = (sum_i x_i) / n</c>.</summary>
    /// <param name="x">Any array; without elements its mean is NaN.</param>
    /// <returns>The mean, a scalar.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = (sum_i xDot_i) / n</c>; <c>xBar_i = yBar / n</c>. Saves nothing. Adds as <see cref="Sum{T}(Variable{T})"/>
    /// does, and divides once. Source: elementary.
    /// </remarks>
    public static Variable<T> Mean<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Mean<T>(AxisSet.All(x.Shape)), x);

    /// <summary>The means over one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The means; NaN over an axis of length 0.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Derivative and precision as for <see cref="Mean{T}(Variable{T})"/>.</remarks>
    public static Variable<T> Mean<T>(Variable<T> x, int axis, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Mean(x, [axis], keepAxes);

    /// <summary>The means over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. None leaves every element as it is.</param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The means; NaN over axes without elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <remarks>Derivative and precision as for <see cref="Mean{T}(Variable{T})"/>.</remarks>
    public static Variable<T> Mean<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Mean<T>(AxisSet.Of(x.Shape, axes, keepAxes, nameof(Mean))), x);
}

internal readonly struct Mean<T>(AxisSet axes) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Mean";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Mean([3, 4])", x => Ops.Mean(x[0]), new WorkedInput(new Shape(3, 4)))
        {
            Reference = Reference.FoldTo(new Shape(3, 4), Shape.Scalar, group => group.Average()),
            Specials = [new([double.NaN], double.NaN) { Slopes = [1] }],
        },
        new("Mean([2, 3, 4], axis 0)", x => Ops.Mean(x[0], 0), new WorkedInput(new Shape(2, 3, 4)))
        {
            Reference = Reference.FoldTo(new Shape(2, 3, 4), new Shape(1, 3, 4), group => group.Average()),
        },
        new("x - Mean([2, 3], axis -1, keepAxes)", x => x[0] - Ops.Mean(x[0], -1, keepAxes: true), new WorkedInput(new Shape(2, 3)))
        {
            Reference = inputs => Reference.Elements(6, i => inputs[0][i] - inputs[0].Skip(i / 3 * 3).Take(3).Average()),
        },
        new("Mean([2, 3, 4], axes 2, 0)", x => Ops.Mean(x[0], [2, 0]), new WorkedInput(new Shape(2, 3, 4)))
        {
            Reference = Reference.FoldTo(new Shape(2, 3, 4), new Shape(1, 3, 1), group => group.Average()),
        },
        new("Mean([0, 2], axis 1)", x => Ops.Mean(x[0], 1), new WorkedInput(new Shape(0, 2))) { Reference = _ => [] },
        new("Mean([2, 3], axis -3)", x => Ops.Mean(x[0], -3), new WorkedInput(new Shape(2, 3))) { Refusal = ["Mean", "axis -3", "[2, 3]"] },
        new("Mean([2, 3], axes 0, 0)", x => Ops.Mean(x[0], [0, 0]), new WorkedInput(new Shape(2, 3))) { Refusal = ["Mean", "twice", "[0, 0]", "[2, 3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => axes.Reduce(in inputs[0]);

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        Kernels.Reduction.SumTo(in x, call.Input(0), axes.Stretchable(in x), call.Output);
        T count = T.CreateChecked(axes.CountOf(in x));
        Elementwise.Map<T, DivideFunction<T>>(call.Output, new ReadOnlySpan<T>(in count), call.Output);
    }

    public void Vjp(in VjpCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        Variable<T> share = call.Cotangent / T.CreateChecked(axes.CountOf(in x));
        call.Add(0, Ops.BroadcastTo(Ops.Reshape(share, axes.Stretchable(in x)), x));
    }

    // Without elements nothing moves: a rule is linear, so its value there is 0, not the NaN of the mean.
    public void Jvp(in JvpCall<T> call) =>
        call.Add(Ops.SumOver(call.Tangent(0), axes) / T.CreateChecked(Math.Max(1, axes.CountOf(in call.InputShape(0)))));

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(new Mean<T>(axes.Shifted()), call.Input(0));
}

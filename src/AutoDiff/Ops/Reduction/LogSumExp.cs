using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The logarithm of a sum of exponentials, <c>y = log(sum_i e^x_i)</c>, over all elements.</summary>
    /// <param name="x">Any array; without elements the result is -infinity.</param>
    /// <returns>The logarithm, in nats, a scalar.</returns>
    /// <remarks>
    /// Derivative: <c>yDot = sum_i e^(x_i - y) · xDot_i</c>; <c>xBar_i = e^(x_i - y) · yBar</c>, the softmax. Saves input and result.
    /// Computed from the differences to the largest element, so that nothing overflows. Elements that are all -infinity give
    /// -infinity with slopes 0; one of +infinity gives +infinity, and NaN as its own slope. Source: elementary.
    /// </remarks>
    public static Variable<T> LogSumExp<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new LogSumExp<T>(AxisSet.All(x.Shape)), x);

    /// <summary>The logarithms of the sums of exponentials over one axis.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepAxes">Whether the axis stays, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The logarithms, in nats; -infinity over an axis of length 0.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>Derivative and special values as for <see cref="LogSumExp{T}(Variable{T})"/>.</remarks>
    public static Variable<T> LogSumExp<T>(Variable<T> x, int axis, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T> => LogSumExp(x, [axis], keepAxes);

    /// <summary>The logarithms of the sums of exponentials over several axes.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">The axes, in any order; negative ones count from the end. None leaves every element as it is.</param>
    /// <param name="keepAxes">Whether the axes stay, with length 1, so that the result broadcasts against <paramref name="x"/>.</param>
    /// <returns>The logarithms, in nats; -infinity over axes without elements.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or one is named twice.</exception>
    /// <remarks>
    /// Derivative and special values as for <see cref="LogSumExp{T}(Variable{T})"/>. Axes that are not adjacent are gone over
    /// one run of neighbours after the other.
    /// </remarks>
    public static Variable<T> LogSumExp<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepAxes = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AxisSet all = AxisSet.Of(x.Shape, axes, keepAxes, nameof(LogSumExp)), last = all.LastRun(out AxisSet rest);
        if (rest.IsEmpty)
            return x.Tape.Apply(new LogSumExp<T>(all), x);
        Shape result = all.Reduce(x.Shape);
        for (; !last.IsEmpty; last = rest.LastRun(out rest))
            x = x.Tape.Apply(new LogSumExp<T>(last), x);
        return Reshape(x, result);
    }
}

// The axes are adjacent.
internal readonly struct LogSumExp<T>(AxisSet axes) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LogSumExp";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case("LogSumExp([3, 4])", x => Ops.LogSumExp(x), new Shape(3, 4), Shape.Scalar),
        Case("LogSumExp([2, 3, 4], axis 0)", x => Ops.LogSumExp(x, 0), new Shape(2, 3, 4), new Shape(1, 3, 4)),
        Case("LogSumExp([2, 3, 4], axis 1)", x => Ops.LogSumExp(x, 1), new Shape(2, 3, 4), new Shape(2, 1, 4)),
        Case("LogSumExp([2, 3, 4], axes -1, 1)", x => Ops.LogSumExp(x, [-1, 1]), new Shape(2, 3, 4), new Shape(2, 1, 1)),
        Case("LogSumExp([2, 3, 2, 2, 2], axes 0, 2, 4)", x => Ops.LogSumExp(x, [0, 2, 4]), new Shape(2, 3, 2, 2, 2), new Shape(1, 3, 1, 2, 1)),
        Case("LogSumExp([2, 3, 2], axes 0, 2, keepAxes)", x => Ops.LogSumExp(x, [0, 2], keepAxes: true), new Shape(2, 3, 2), new Shape(1, 3, 1)),
        Case("LogSumExp([2, 3], no axes)", x => Ops.LogSumExp(x, []), new Shape(2, 3), new Shape(2, 3)),
        Case("LogSumExp([0, 3], axis 1)", x => Ops.LogSumExp(x, 1), new Shape(0, 3), new Shape(0, 1)),
        new("Exp(LogSumExp([0, 2], axis 0))", x => Ops.Exp(Ops.LogSumExp(x[0], 0)), new WorkedInput(new Shape(0, 2))) { Reference = _ => [0, 0] },
        new("LogSumExp([5]) of large numbers", x => Ops.LogSumExp(x[0]), new WorkedInput(new Shape(5), 1000, 1003))
        {
            Reference = Reference.FoldTo(new Shape(5), Shape.Scalar, Fold),
            Specials =
            [
                new([1000], 1000) { Slopes = [1] }, new([-1000], -1000) { Slopes = [1] }, new([double.NegativeInfinity], double.NegativeInfinity) { Slopes = [0] },
                new([double.PositiveInfinity], double.PositiveInfinity) { Slopes = [double.NaN] }, new([double.NaN], double.NaN),
            ],
        },
        new("x - LogSumExp([2, 3], axis -1, keepAxes)", x => x[0] - Ops.LogSumExp(x[0], -1, keepAxes: true), new WorkedInput(new Shape(2, 3)))
        {
            Reference = inputs => Reference.Elements(6, i => inputs[0][i] - Fold([.. inputs[0].Skip(i / 3 * 3).Take(3)])),
        },
        new("LogSumExp([2, 3], axis 2)", x => Ops.LogSumExp(x[0], 2), new WorkedInput(new Shape(2, 3))) { Refusal = ["LogSumExp", "axis 2", "[2, 3]"] },
        new("LogSumExp([2, 3], axes 0, -2)", x => Ops.LogSumExp(x[0], [0, -2]), new WorkedInput(new Shape(2, 3))) { Refusal = ["LogSumExp", "twice", "[0, -2]", "[2, 3]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => axes.Reduce(in inputs[0]);

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        int count = axes.CountOf(in x), inner = axes.CountAfter(in x);
        if (count == 0)
            call.Output.Fill(T.NegativeInfinity);
        else
            SoftmaxKernels.LogSumExp(call.Input(0), count, inner, call.Output);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Shape kept = axes.Stretchable(in call.InputShape(0));
        call.Add(0, LogSumExpGradient<T>.Of(Ops.Reshape(call.Cotangent, kept), call.Input(0), Ops.Reshape(call.Output, kept)));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Shape kept = axes.Stretchable(in call.InputShape(0));
        call.Add(Ops.SumOver(LogSumExpGradient<T>.Of(call.Tangent(0), call.Input(0), Ops.Reshape(call.Output, kept)), axes));
    }

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(new LogSumExp<T>(axes.Shifted), call.Input(0));

    private static WorkedCase<T> Case(string name, Func<Variable<T>, Variable<T>> function, Shape from, Shape to) =>
        new(name, x => function(x[0]), new WorkedInput(from)) { Reference = Reference.FoldTo(from, to, Fold) };

    private static double Fold(double[] group)
    {
        double largest = group.Length == 0 ? 0 : group.Max(), sum = 0;
        foreach (double x in group)
            sum += Math.Exp(x - largest);
        return largest + Math.Log(sum);
    }
}

// v · e^(x - y) in one pass, with broadcasting: the shares of a softmax. Its slopes in x and y are of the same form.
internal readonly struct LogSumExpGradient<T> : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "LogSumExpGradient";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new(
            "LogSumExpGradient([2, 1], [2, 3], [2, 1])",
            x => Of(x[0], x[1], x[2]),
            new WorkedInput(new Shape(2, 1)),
            new WorkedInput(new Shape(2, 3)),
            new WorkedInput(new Shape(2, 1)))
        {
            Reference = inputs => Reference.Elements(6, i => inputs[0][i / 3] * Math.Exp(inputs[1][i] - inputs[2][i / 3])),
            Specials = [new([2, double.NegativeInfinity, double.NegativeInfinity], 0) { Slopes = [0, 0, 0] }],
        },
        new("LogSumExpGradient([2, 3], [2, 3], [3])", x => Of(x[0], x[1], x[2]), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(3)))
        {
            Reference = inputs => Reference.Elements(6, i => inputs[0][i] * Math.Exp(inputs[1][i] - inputs[2][i % 3])),
        },
    ];

    public static Variable<T> Of(Variable<T> v, Variable<T> x, Variable<T> y) => v.Tape.Apply(default(LogSumExpGradient<T>), v, x, y);

    public Shape ShapeOf(in Operands<T> inputs) => Shape.Broadcast(Shape.Broadcast(in inputs[0], in inputs[1], Name), in inputs[2], Name);

    public void Forward(in ForwardCall<T> call) => Broadcast.Map<T, LogSumExpGradientFunction<T>>(
        in call.InputShape(0), call.Input(0), in call.InputShape(1), call.Input(1), in call.InputShape(2), call.Input(2), in call.OutputShape, call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> v = call.Input(0), x = call.Input(1), y = call.Input(2), w = call.Cotangent;
        if (call.Wants(0))
            call.Add(0, Of(w, x, y));
        if (call.Wants(1))
            call.Add(1, Of(v * w, x, y));
        if (call.Wants(2))
            call.Add(2, -Of(v * w, x, y));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> v = call.Input(0), x = call.Input(1), y = call.Input(2);
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), x, y));
        if (call.Moves(1))
            call.Add(Of(v * call.Tangent(1), x, y));
        if (call.Moves(2))
            call.Add(-Of(v * call.Tangent(2), x, y));
    }
}

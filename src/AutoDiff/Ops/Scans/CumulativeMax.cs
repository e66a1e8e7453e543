using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The running maximum along an axis, <c>y_t = max(x_0, ..., x_t)</c>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis it runs along; a negative one counts from the end.</param>
    /// <param name="reverse">Whether it runs from the last place to the first.</param>
    /// <returns>The maxima, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>
    /// Derivative: that of the largest element so far; where several tie, they share it evenly: of <c>yBar_t</c> each gets its part of those that have
    /// come by <c>t</c>. Saves input and result. One NaN makes all results from there on NaN, and the slopes along the line. The running
    /// minimum is <c>-CumulativeMax(-x)</c>. Cost: linear in the elements. Source: elementary.
    /// </remarks>
    public static Variable<T> CumulativeMax<T>(Variable<T> x, int axis, bool reverse = false)
        where T : unmanaged, IFloatingPointIeee754<T> => AutoDiff.CumulativeMax<T>.Of(x, ScanAxis.Of(x.Shape, axis, reverse, nameof(CumulativeMax)));
}

internal readonly struct CumulativeMax<T>(ScanAxis along) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "CumulativeMax";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5), 0, false),
        Case(new Shape(2, 4), -1, true),
        Case(new Shape(4, 3), 0, false),
        Case(new Shape(2, 3, 2), 1, true),
        Case(new Shape(2, 3, 2), 0, false),
        Case(new Shape(3, 1), 1, false),
        Case(new Shape(2, 0), 1, false),
        Case(new Shape(0, 2), 1, false),
        new("x * CumulativeMax([3], axis 0)", x => x[0] * Ops.CumulativeMax(x[0], 0), new WorkedInput(new Shape(3)))
        {
            Reference = Lines.Reference(new Shape(3), 0, (lines, i) => lines[0][i] * Fold(lines[0], i, reverse: false)),
        },
        new(
            "CumulativeMax of ties",
            x => Ops.Sum(Ops.CumulativeMax(Ops.Stack(0, x[0], x[1], x[2]), 0)),
            new WorkedInput(Shape.Scalar),
            new WorkedInput(Shape.Scalar),
            new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of((a, b, c) => a + Math.Max(a, b) + Math.Max(Math.Max(a, b), c)),
            Specials =
            [
                new([1, 1, 1], 3) { Slopes = [1 + 0.5 + (1.0 / 3), 0.5 + (1.0 / 3), 1.0 / 3] },
                new([1, 0, 1], 3) { Slopes = [2.5, 0, 0.5] },
                new([1, 2, 2], 5) { Slopes = [1, 1.5, 0.5] },
                new([1, double.NaN, 1], double.NaN),
            ],
        },
        new("CumulativeMax([2, 3], axis 2)", x => Ops.CumulativeMax(x[0], 2), new WorkedInput(new Shape(2, 3))) { Refusal = ["CumulativeMax", "axis 2", "[2, 3]"] },
        new("CumulativeMax([], axis 0)", x => Ops.CumulativeMax(x[0], 0), new WorkedInput(Shape.Scalar)) { Refusal = ["CumulativeMax", "axis 0", "[]"] },
    ];

    public static Variable<T> Of(Variable<T> x, ScanAxis along) => x.Tape.Apply(new CumulativeMax<T>(along), x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => along.Run<T, Kernels.MaxStep<T>>(in call, 0, 0, T.NegativeInfinity);

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> ties = Attained(call.Input(0), call.Output, out Variable<T> same, out Variable<T> count);
        call.Add(0, ties * LinearRecurrence<T>.Of(along.Next(same), call.Cotangent / count, along.Opposite));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Variable<T> ties = Attained(call.Input(0), call.Output, out Variable<T> same, out Variable<T> count);
        call.Add(LinearRecurrence<T>.Of(same, ties * call.Tangent(0), along) / count);
    }

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), along.Shifted);

    // Where the maximum is attained, where it is that of the place before, and how many have attained it so far.
    private Variable<T> Attained(Variable<T> x, Variable<T> y, out Variable<T> same, out Variable<T> count)
    {
        Variable<T> ties = Ties<T>.Of(x, y);
        same = Ties<T>.Of(y, along.Previous(y, T.NaN));
        count = LinearRecurrence<T>.Of(same, ties, along);
        return ties;
    }

    private static WorkedCase<T> Case(Shape shape, int axis, bool reverse) =>
        new($"CumulativeMax({shape}, axis {axis}, reverse {reverse})", x => Ops.CumulativeMax(x[0], axis, reverse), new WorkedInput(shape))
        {
            Reference = Lines.Reference(shape, axis, (lines, i) => Fold(lines[0], i, reverse)),
        };

    // What is gathered on the way to element i.
    private static double Fold(double[] line, int i, bool reverse)
    {
        double y = double.NegativeInfinity;
        foreach (double x in reverse ? line[i..] : line[..(i + 1)])
            y = Math.Max(y, x);
        return y;
    }
}

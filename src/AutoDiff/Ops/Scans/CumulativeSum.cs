using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The running sum along an axis, <c>y_t = x_0 + ... + x_t</c>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis it runs along; a negative one counts from the end.</param>
    /// <param name="reverse">Whether it runs from the last place to the first.</param>
    /// <returns>The sums, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = CumulativeSum(xDot)</c>; <c>xBar = CumulativeSum(yBar)</c> the other way round. Saves nothing. Added one after the other:
    /// the rounding error grows with the number of terms. Cost: linear in the elements. Source: elementary.
    /// </remarks>
    public static Variable<T> CumulativeSum<T>(Variable<T> x, int axis, bool reverse = false)
        where T : unmanaged, IFloatingPointIeee754<T> => AutoDiff.CumulativeSum<T>.Of(x, ScanAxis.Of(x.Shape, axis, reverse, nameof(CumulativeSum)));
}

internal readonly struct CumulativeSum<T>(ScanAxis along) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "CumulativeSum";

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
        new("x * CumulativeSum([3], axis 0)", x => x[0] * Ops.CumulativeSum(x[0], 0), new WorkedInput(new Shape(3)))
        {
            Reference = Lines.Reference(new Shape(3), 0, (lines, i) => lines[0][i] * Fold(lines[0], i, reverse: false)),
        },
        new("CumulativeSum([2, 3], axis 2)", x => Ops.CumulativeSum(x[0], 2), new WorkedInput(new Shape(2, 3))) { Refusal = ["CumulativeSum", "axis 2", "[2, 3]"] },
        new("CumulativeSum([], axis 0)", x => Ops.CumulativeSum(x[0], 0), new WorkedInput(Shape.Scalar)) { Refusal = ["CumulativeSum", "axis 0", "[]"] },
    ];

    public static Variable<T> Of(Variable<T> x, ScanAxis along) => x.Tape.Apply(new CumulativeSum<T>(along), x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => along.Run<T, Kernels.SumStep<T>>(in call, 0, 0, T.Zero);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Of(call.Cotangent, along.Opposite));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), along));

    private static WorkedCase<T> Case(Shape shape, int axis, bool reverse) =>
        new($"CumulativeSum({shape}, axis {axis}, reverse {reverse})", x => Ops.CumulativeSum(x[0], axis, reverse), new WorkedInput(shape))
        {
            Reference = Lines.Reference(shape, axis, (lines, i) => Fold(lines[0], i, reverse)),
        };

    // What is gathered on the way to element i.
    private static double Fold(double[] line, int i, bool reverse)
    {
        double y = 0;
        foreach (double x in reverse ? line[i..] : line[..(i + 1)])
            y = y + x;
        return y;
    }
}

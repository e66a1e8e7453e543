using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The running product along an axis, <c>y_t = x_0 · ... · x_t</c>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis it runs along; a negative one counts from the end.</param>
    /// <param name="reverse">Whether it runs from the last place to the first.</param>
    /// <returns>The products, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>
    /// Derivative: <c>yDot_t = x_t · yDot_(t-1) + y_(t-1) · xDot_t</c>; <c>xBar_t = y_(t-1) · g_t</c> with <c>g_t = yBar_t + x_(t+1) · g_(t+1)</c>: nothing is divided
    /// by, so that zeros, any number of them, have their right slopes, of every order. Saves input and result.
    /// Cost: linear in the elements. Source: elementary.
    /// </remarks>
    public static Variable<T> CumulativeProduct<T>(Variable<T> x, int axis, bool reverse = false)
        where T : unmanaged, IFloatingPointIeee754<T> => AutoDiff.CumulativeProduct<T>.Of(x, ScanAxis.Of(x.Shape, axis, reverse, nameof(CumulativeProduct)));
}

internal readonly struct CumulativeProduct<T>(ScanAxis along) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "CumulativeProduct";

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
        new("x * CumulativeProduct([3], axis 0)", x => x[0] * Ops.CumulativeProduct(x[0], 0), new WorkedInput(new Shape(3)))
        {
            Reference = Lines.Reference(new Shape(3), 0, (lines, i) => lines[0][i] * Fold(lines[0], i, reverse: false)),
        },
        new(
            "CumulativeProduct of zeros",
            x => Ops.Sum(Ops.CumulativeProduct(Ops.Stack(0, x[0], x[1], x[2]), 0)),
            new WorkedInput(Shape.Scalar),
            new WorkedInput(Shape.Scalar),
            new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of((a, b, c) => a + (a * b) + (a * b * c)),
            Specials =
            [
                new([0, 2, 3], 0) { Slopes = [9, 0, 0] }, new([2, 0, 3], 2) { Slopes = [1, 8, 0] }, new([0, 0, 3], 0) { Slopes = [1, 0, 0] },
                new([2, 0, 0], 2) { Slopes = [1, 2, 0] }, new([0, 0, 0], 0) { Slopes = [1, 0, 0] },
            ],
        },
        new("CumulativeProduct([2, 3], axis 2)", x => Ops.CumulativeProduct(x[0], 2), new WorkedInput(new Shape(2, 3))) { Refusal = ["CumulativeProduct", "axis 2", "[2, 3]"] },
        new("CumulativeProduct([], axis 0)", x => Ops.CumulativeProduct(x[0], 0), new WorkedInput(Shape.Scalar)) { Refusal = ["CumulativeProduct", "axis 0", "[]"] },
    ];

    public static Variable<T> Of(Variable<T> x, ScanAxis along) => x.Tape.Apply(new CumulativeProduct<T>(along), x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call) => along.Run<T, Kernels.ProductStep<T>>(in call, 0, 0, T.One);

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> g = LinearRecurrence<T>.Of(along.Next(call.Input(0)), call.Cotangent, along.Opposite);
        call.Add(0, g * along.Previous(call.Output, T.One));
    }

    public void Jvp(in JvpCall<T> call) =>
        call.Add(LinearRecurrence<T>.Of(call.Input(0), call.Tangent(0) * along.Previous(call.Output, T.One), along));

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), along.Shifted);

    private static WorkedCase<T> Case(Shape shape, int axis, bool reverse) =>
        new($"CumulativeProduct({shape}, axis {axis}, reverse {reverse})", x => Ops.CumulativeProduct(x[0], axis, reverse), new WorkedInput(shape))
        {
            Reference = Lines.Reference(shape, axis, (lines, i) => Fold(lines[0], i, reverse)),
        };

    // What is gathered on the way to element i.
    private static double Fold(double[] line, int i, bool reverse)
    {
        double y = 1;
        foreach (double x in reverse ? line[i..] : line[..(i + 1)])
            y = y * x;
        return y;
    }
}

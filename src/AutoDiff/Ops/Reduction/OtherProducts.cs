using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// The product of all other elements along an axis, y_i = product of x_j over all j but i: the slopes of a product. Its own derivative,
// yDot_i = sum over j but i of xDot_j times the product of all but these two, is symmetric: one formula goes both ways.
internal readonly struct OtherProducts<T>(int axis) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "OtherProducts";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5), 0),
        Case(new Shape(2, 4), 1),
        Case(new Shape(2, 3, 2), 1),
        Case(new Shape(2, 1), 1),
        Case(new Shape(2, 0), 1),
        Case(new Shape(3, 0), 0),
        new(
            "OtherProducts of zeros",
            x => Ops.Sum(Of(Ops.Stack(0, x[0], x[1], x[2]), 0)),
            new WorkedInput(Shape.Scalar),
            new WorkedInput(Shape.Scalar),
            new WorkedInput(Shape.Scalar))
        {
            Reference = Reference.Of((a, b, c) => (b * c) + (a * c) + (a * b)),
            Specials = [new([0, 2, 3], 6) { Slopes = [5, 3, 2] }, new([0, 0, 3], 0) { Slopes = [3, 3, 0] }, new([2, double.NaN, 3], double.NaN)],
        },
    ];

    public static Variable<T> Of(Variable<T> x, int axis) => x.Tape.Apply(new OtherProducts<T>(axis), x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape shape = ref call.OutputShape;
        BalancedProduct<T>.Others(call.Input(0), shape[axis], shape.CountOf(axis + 1, shape.Rank), call.Output);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Along(call.Cotangent, call.Input(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Along(call.Tangent(0), call.Input(0)));

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), axis + 1);

    // The running products of both sides, A and B, times each other's tangents.
    private Variable<T> Along(Variable<T> v, Variable<T> x)
    {
        ScanAxis forth = new(axis, reverse: false), back = forth.Opposite;
        Variable<T> a = forth.Previous(CumulativeProduct<T>.Of(x, forth), T.One), b = back.Previous(CumulativeProduct<T>.Of(x, back), T.One);
        Variable<T> aDot = forth.Previous(LinearRecurrence<T>.Of(x, v * a, forth), T.Zero), bDot = back.Previous(LinearRecurrence<T>.Of(x, v * b, back), T.Zero);
        return (aDot * b) + (a * bDot);
    }

    private static WorkedCase<T> Case(Shape shape, int axis) =>
        new($"OtherProducts({shape}, axis {axis})", x => Of(x[0], axis), new WorkedInput(shape))
        {
            Reference = Lines.Reference(shape, axis, (lines, i) =>
            {
                double y = 1;
                for (int j = 0; j < lines[0].Length; j++)
                    y *= j == i ? 1 : lines[0][j];
                return y;
            }),
        };
}

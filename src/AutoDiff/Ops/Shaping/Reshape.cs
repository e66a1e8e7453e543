using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The same elements, in row-major order, under another shape. Nothing is copied.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="shape">A shape with as many elements.</param>
    /// <returns>The elements under the new shape; <paramref name="x"/> itself where it has that shape already.</returns>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    /// <remarks>Derivative: <c>yDot = Reshape(xDot)</c>; <c>xBar = Reshape(yBar)</c>. Saves nothing. Source: elementary.</remarks>
    public static Variable<T> Reshape<T>(Variable<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Shape == shape ? x : x.Tape.View(new Reshape<T>(shape), x);

    /// <summary>All leading axes merged into one: <c>[..., columns]</c> seen as the matrix <c>[rows, columns]</c>. Nothing is copied.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is a scalar.</exception>
    public static Variable<T> Rows<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        return Reshape(x, new Shape(shape.CountOf(0, shape.Axis(-1, nameof(Rows))), shape[-1]));
    }
}

internal readonly struct Reshape<T>(Shape shape) : IView<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Reshape";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        new("Reshape([2, 3, 4], [6, 4])", x => Ops.Reshape(x[0], new Shape(6, 4)), new WorkedInput(new Shape(2, 3, 4))) { Reference = Reference.Of(a => a) },
        new("Reshape([1], [])", x => Ops.Reshape(x[0], Shape.Scalar), new WorkedInput(new Shape(1))) { Reference = Reference.Of(a => a) },
        new("Reshape([0, 3], [2, 0])", x => Ops.Reshape(x[0], new Shape(2, 0)), new WorkedInput(new Shape(0, 3))) { Reference = Reference.Of(a => a) },
        new("Rows([2, 3, 4])", x => Ops.Rows(x[0]), new WorkedInput(new Shape(2, 3, 4))) { Reference = Reference.Of(a => a) },
        .. Ops.SqueezeCases<T>(),
        new("Reshape([2, 3], [5])", x => Ops.Reshape(x[0], new Shape(5)), new WorkedInput(new Shape(2, 3))) { Refusal = ["Reshape", "[2, 3]", "[5]"] },
        new("Rows([])", x => Ops.Rows(x[0]), new WorkedInput(Shape.Scalar)) { Refusal = ["Rows", "[]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        if (shape.Count != inputs[0].Count)
            CountsDiffer(inputs[0], shape);
        return shape;
    }

    public int Offset(in Operands<T> inputs) => 0;

    public void Vjp(in VjpCall<T> call) => call.Add(0, Ops.Reshape(call.Cotangent, call.InputShape(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Reshape(call.Tangent(0), shape));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Reshape(call.Input(0), shape.Insert(0, call.Size));

    [DoesNotReturn]
    private static void CountsDiffer(Shape from, Shape to) => throw new ArgumentException(
        $"{Name}: element counts differ: {from} has {from.Count}, {to} has {to.Count}; need as many elements.");
}

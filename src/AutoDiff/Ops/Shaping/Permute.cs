using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The axes in another order: axis <c>i</c> of the result is axis <c>axes[i]</c> of <paramref name="x"/>.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="axes">Every axis of <paramref name="x"/> once; negative ones count from the end.</param>
    /// <returns>The elements in the new order: <c>Permute([time, batch, features], 1, 0, 2)</c> is <c>[batch, time, features]</c>.</returns>
    /// <exception cref="ArgumentException">An axis is missing, named twice or not there.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Permute(xDot)</c>; <c>xBar</c> is <c>yBar</c> in the inverse order. Saves nothing.
    /// Cost: a copy; nothing where only axes of length 1 move. Source: elementary.
    /// </remarks>
    public static Variable<T> Permute<T>(Variable<T> x, params ReadOnlySpan<int> axes)
        where T : unmanaged, IFloatingPointIeee754<T> => Reorder(x, AxisOrder.Of(axes, x.Shape, nameof(Permute)));

    /// <summary>The last two axes exchanged: every matrix <c>[rows, columns]</c> becomes <c>[columns, rows]</c>.</summary>
    /// <param name="x">Matrices <c>[..., rows, columns]</c>.</param>
    /// <returns>The transposes <c>[..., columns, rows]</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has fewer than two axes.</exception>
    /// <remarks>
    /// A <see cref="Permute"/>. Cost: a copy, nothing for a single row or column. <see cref="MatMul"/> reads a transposed factor
    /// without one.
    /// </remarks>
    public static Variable<T> Transpose<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        if (shape.Rank < 2)
            NotAMatrix(shape);
        Span<int> axes = stackalloc int[shape.Rank];
        for (int i = 0; i < axes.Length; i++)
            axes[i] = i;
        (axes[^1], axes[^2]) = (axes[^2], axes[^1]);
        return Reorder(x, AxisOrder.Of(axes, in shape, nameof(Transpose)));
    }

    private static Variable<T> Reorder<T>(Variable<T> x, AxisOrder order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        return order.Keeps(in shape) ? Reshape(x, order.Of(in shape)) : x.Tape.Apply(new Permute<T>(order), x);
    }

    [DoesNotReturn]
    private static void NotAMatrix(Shape shape) => throw new ArgumentException(
        $"{nameof(Transpose)}: not a matrix: the shape is {shape}; need at least two axes. Reshape, or use Permute.");
}

internal readonly struct Permute<T>(AxisOrder order) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Permute";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 4), 1, 0),
        Case(new Shape(2, 3, 4), 1, 0, 2),
        Case(new Shape(2, 3, 4), 2, 0, 1),
        Case(new Shape(2, 3, 4), -1, -2, -3),
        Case(new Shape(2, 3, 4, 2), 0, 2, 1, 3),
        Case(new Shape(2, 1, 3, 2), 3, 1, 0, 2),
        Case(new Shape(19, 33), 1, 0),
        Case(new Shape(2, 3, 2, 1, 2, 2), 5, 0, 4, 3, 1, 2),
        Case(new Shape(1, 3, 1), 2, 1, 0),
        Case(new Shape(2, 0, 3), 2, 1, 0),
        Case(Shape.Scalar),
        Transposed(new Shape(3, 4)),
        Transposed(new Shape(2, 3, 4)),
        Transposed(new Shape(1, 4)),
        Refused(new Shape(2, 3, 4), [0, 1], "[0, 1]", "[2, 3, 4]", "has 3"),
        Refused(new Shape(2, 3, 4), [0, 1, -2], "[0, 1, -2]", "axis 1", "[2, 3, 4]", "twice"),
        Refused(new Shape(2, 3), [0, 2], "no axis 2", "[2, 3]"),
        new("Transpose([3])", x => Ops.Transpose(x[0]), new WorkedInput(new Shape(3))) { Refusal = ["Transpose", "[3]", "two axes"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => order.Of(in inputs[0]);

    public void Forward(in ForwardCall<T> call)
    {
        Span<int> axes = stackalloc int[call.OutputShape.Rank];
        order.CopyTo(axes);
        Movement.Permute(in call.InputShape(0), axes, call.Input(0), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Tape.Apply(new Permute<T>(order.Inverse(call.InputShape(0).Rank)), call.Cotangent));

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tape.Apply(new Permute<T>(order), call.Tangent(0)));

    public Variable<T> Batch(in BatchCall<T> call)
    {
        Span<int> axes = stackalloc int[call.OutputShape.Rank + 1];
        axes[0] = 0;
        for (int i = 1; i < axes.Length; i++)
            axes[i] = order[i - 1] + 1;
        return Ops.Permute(call.Input(0), axes);
    }

    private static WorkedCase<T> Case(Shape shape, params int[] axes) =>
        new($"Permute({shape}, {ShapeErrors.Text(axes)})", x => Ops.Permute(x[0], axes), new WorkedInput(shape)) { Reference = Reordered(shape, axes) };

    private static WorkedCase<T> Transposed(Shape shape)
    {
        int[] axes = [0, 1, 2];
        axes = axes[..shape.Rank];
        (axes[^1], axes[^2]) = (axes[^2], axes[^1]);
        return new($"Transpose({shape})", x => Ops.Transpose(x[0]), new WorkedInput(shape)) { Reference = Reordered(shape, axes) };
    }

    private static Func<double[][], double[]> Reordered(Shape from, int[] axes)
    {
        Shape to = new(Array.ConvertAll(axes, axis => from[axis]));
        return Reference.Moved(from, to, coordinates =>
        {
            int[] source = new int[axes.Length];
            for (int i = 0; i < axes.Length; i++)
                source[from.Axis(axes[i], Name)] = coordinates[i];
            source.CopyTo(coordinates, 0);
        });
    }

    private static WorkedCase<T> Refused(Shape shape, int[] axes, params string[] words) =>
        new($"Permute({shape}, {ShapeErrors.Text(axes)})", x => Ops.Permute(x[0], axes), new WorkedInput(shape)) { Refusal = ["Permute", .. words] };
}

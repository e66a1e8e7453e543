using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>An array with places of an axis added to: <c>y = x; y[..., indices[i], ...] += rows[..., i, ...]</c>.</summary>
    /// <param name="x">An array of at least one axis; it stays as it is.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="indices">Which place of the axis each of the rows is added to, from 0. They are copied; a place may come often.</param>
    /// <param name="rows">What is added, of <paramref name="x"/>'s shape but with as many places on the axis as indices.</param>
    /// <returns>The sums, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis, the rows do not fit, or an index is out of range.</exception>
    /// <remarks>Derivative: <c>yDot = IndexAdd(xDot, rowsDot)</c>; <c>xBar = yBar</c>, <c>rowsBar = Gather(yBar)</c>. Saves the indices. Source: elementary.</remarks>
    public static Variable<T> IndexAdd<T>(Variable<T> x, int axis, ReadOnlySpan<int> indices, Variable<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int at = x.Shape.Axis(axis, nameof(IndexAdd));
        return x.Tape.Apply(new IndexAdd<T>(x.Tape.Keep(indices), at), x, rows);
    }
}

internal readonly struct IndexAdd<T>(Indices indices, int axis) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "IndexAdd";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5, 3), 0, 4, 0, 4),
        Case(new Shape(2, 3), 1, 1, 1, 0, 2),
        Case(new Shape(2, 3, 2), -2, 2),
        Case(new Shape(4), 0),
        Case(new Shape(2, 0), 0, 1),
        Refused("IndexAdd([2, 3], 1, [3], [2, 1])", x => Ops.IndexAdd(x[0], 1, [3], x[1]), "IndexAdd", "index 3", "3 places"),
        Refused("IndexAdd([2, 3], 1, [0, 1], [2, 1])", x => Ops.IndexAdd(x[0], 1, [0, 1], x[1]), "IndexAdd", "[2, 1]", "[2, 2]"),
        Refused("IndexAdd([2, 3], 2, [0], [2, 1])", x => Ops.IndexAdd(x[0], 2, [0], x[1]), "IndexAdd", "no axis 2", "[2, 3]"),
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        Shape needed = inputs[0].With(axis, indices.Count);
        if (inputs[1] != needed)
            RowsDiffer(inputs[0], inputs[1], needed);
        IndexErrors.CheckIndices(Name, inputs.Read(indices), inputs[0][axis]);
        return inputs[0];
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        call.Input(0).CopyTo(call.Output);
        if (!call.Input(1).IsEmpty)
            Movement.ScatterAdd(call.Input(1), x[axis], x.CountOf(axis + 1, x.Rank), call.Read(indices), call.Output);
    }

    public void Vjp(in VjpCall<T> call)
    {
        if (call.Wants(1))
            call.Add(1, Gather<T>.Of(call.Cotangent, indices, axis));
        call.Add(0, call.Cotangent);
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(call.Tangent(0));
        if (call.Moves(1))
            call.Add(ScatterAdd<T>.Of(call.Tangent(1), indices, call.InputShape(0)[axis], axis));
    }

    private static WorkedCase<T> Case(Shape shape, int axis, params int[] indices)
    {
        int at = axis < 0 ? axis + shape.Rank : axis;
        Shape rows = shape.With(at, indices.Length);
        return new($"IndexAdd({shape}, {axis}, {ShapeErrors.Text(indices)}, {rows})", x => Ops.IndexAdd(x[0], axis, indices, x[1]), new WorkedInput(shape), new WorkedInput(rows))
        {
            Reference = inputs =>
            {
                double[] y = [.. inputs[0]];
                for (int i = 0; i < rows.Count; i++)
                {
                    int[] place = Reference.Coordinates(rows, i);
                    place[at] = indices[place[at]];
                    y[Reference.Index(shape, place)] += inputs[1][i];
                }

                return y;
            },
        };
    }

    private static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
        new(name, function, new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(2, 1))) { Refusal = words };

    [DoesNotReturn]
    private static void RowsDiffer(Shape x, Shape rows, Shape needed) => throw new ArgumentException(
        $"{Name}: the rows do not fit: x is {x}, the rows are {rows}; need rows {needed}, one place on the axis for each index.");
}

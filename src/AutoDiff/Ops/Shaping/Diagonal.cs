using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The diagonals of matrices: <c>y[..., i] = x[..., i, i + offset]</c>, or <c>x[..., i - offset, i]</c> for a negative offset.</summary>
    /// <param name="x">An array of at least two axes.</param>
    /// <param name="offset">Which diagonal: 0 the main one, above it positive, below it negative.</param>
    /// <param name="rowAxis">The axis of the matrices' rows.</param>
    /// <param name="columnAxis">The axis of the matrices' columns.</param>
    /// <returns>The other axes, then one along the diagonal; of length 0 where the offset lies outside.</returns>
    /// <exception cref="ArgumentException">There are no such axes, or they are the same.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Diagonal(xDot)</c>; <c>xBar</c> is <c>yBar</c> on the diagonal, zeros beside it. Saves nothing.
    /// Cost: a copy of the diagonals. Source: elementary.
    /// </remarks>
    public static Variable<T> Diagonal<T>(Variable<T> x, int offset = 0, int rowAxis = -2, int columnAxis = -1)
        where T : unmanaged, IFloatingPointIeee754<T> => DiagonalOf(x, offset, rowAxis, columnAxis, nameof(Diagonal));

    /// <summary>The sums of diagonals, <c>y[...] = sum_i x[..., i, i + offset]</c>.</summary>
    /// <param name="x">Matrices <c>[..., rows, columns]</c>.</param>
    /// <param name="offset">Which diagonal: 0 the main one, above it positive, below it negative.</param>
    /// <returns>A sum for each matrix: a scalar for a single one.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has fewer than two axes.</exception>
    /// <remarks>The <see cref="Sum{T}(Variable{T}, int, bool)"/> of the <see cref="Diagonal"/>. Source: elementary.</remarks>
    public static Variable<T> Trace<T>(Variable<T> x, int offset = 0)
        where T : unmanaged, IFloatingPointIeee754<T> => Sum(DiagonalOf(x, offset, -2, -1, nameof(Trace)), -1);

    /// <summary>Matrices that are zero but for a diagonal: the opposite of <see cref="Diagonal"/>.</summary>
    /// <param name="x">What goes on the diagonals, <c>[..., length]</c>.</param>
    /// <param name="offset">Which diagonal: 0 the main one, above it positive, below it negative.</param>
    /// <param name="rowAxis">Where the axis of rows stands in the result.</param>
    /// <param name="columnAxis">Where the axis of columns stands in the result.</param>
    /// <returns>Square matrices with <c>length + |offset|</c> rows and columns.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is a scalar, there are no such axes in the result, or they are the same.</exception>
    /// <remarks>Derivative: <c>yDot = DiagonalEmbed(xDot)</c>; <c>xBar = Diagonal(yBar)</c>. Saves nothing. Source: elementary.</remarks>
    public static Variable<T> DiagonalEmbed<T>(Variable<T> x, int offset = 0, int rowAxis = -2, int columnAxis = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int last = shape.Axis(-1, nameof(DiagonalEmbed));
        int side = (int)Math.Min(shape[last] + Math.Abs((long)offset), int.MaxValue);

        // The result's rank is one more; its axes are checked on a shape that has as many.
        Shape places = shape.Insert(0, 1);
        int row = places.Axis(rowAxis, nameof(DiagonalEmbed)), column = places.Axis(columnAxis, nameof(DiagonalEmbed));
        if (row == column)
            OneAxis(nameof(DiagonalEmbed), row, places);
        Shape whole = shape.Remove(last).Insert(Math.Min(row, column), side).Insert(Math.Max(row, column), side);
        return Unstrided<T>.Of(x, in whole, AlongDiagonal(in whole, in shape, offset, row, column));
    }

    internal static IEnumerable<WorkedCase<T>> DiagonalCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return
        [
            Case(new Shape(3, 3), 0, 3),
            Case(new Shape(3, 5), 1, 3),
            Case(new Shape(5, 3), -3, 2),
            Case(new Shape(2, 3, 4), 0, 3),
            Case(new Shape(2, 3, 4), 2, 2),
            Case(new Shape(3, 3), 3, 0),
            Case(new Shape(3, 3), -9, 0),
            Case(new Shape(0, 3), 0, 0),
            Case(new Shape(2, 3), int.MinValue, 0),
            new("Diagonal([3, 2, 4], 1, 0, 2)", x => Diagonal(x[0], 1, 0, 2), new WorkedInput(new Shape(3, 2, 4)))
            {
                Reference = inputs => Reference.Elements(6, i => inputs[0][(i % 3 * 8) + (i / 3 * 4) + (i % 3) + 1]),
            },
            new("Diagonal([3, 2, 4], -1, -1, 0)", x => Diagonal(x[0], -1, -1, 0), new WorkedInput(new Shape(3, 2, 4)))
            {
                Reference = inputs => Reference.Elements(6, i => inputs[0][(i % 3 * 8) + (i / 3 * 4) + (i % 3) + 1]),
            },
            new("Trace([3, 4])", x => Trace(x[0]), new WorkedInput(new Shape(3, 4))) { Reference = inputs => [inputs[0][0] + inputs[0][5] + inputs[0][10]] },
            new("Trace([2, 2, 2], -1)", x => Trace(x[0], -1), new WorkedInput(new Shape(2, 2, 2))) { Reference = inputs => [inputs[0][2], inputs[0][6]] },
            new("Diagonal([3])", x => Diagonal(x[0]), new WorkedInput(new Shape(3))) { Refusal = ["Diagonal", "no axis -2", "[3]"] },
            new("Diagonal([3, 3], 0, 1, -1)", x => Diagonal(x[0], 0, 1, -1), new WorkedInput(new Shape(3, 3))) { Refusal = ["Diagonal", "axis 1", "twice", "[3, 3]"] },
            new("Trace([3])", x => Trace(x[0]), new WorkedInput(new Shape(3))) { Refusal = ["Trace", "no axis -2", "[3]"] },
        ];

        static WorkedCase<T> Case(Shape shape, int offset, int length) => new($"Diagonal({shape}, {offset})", x => Diagonal(x[0], offset), new WorkedInput(shape))
        {
            Reference = inputs => Reference.Elements(shape.CountOf(0, shape.Rank - 2) * length, i =>
            {
                int at = i % length;
                return inputs[0][(((i / length * shape[-2]) + at - Math.Min(offset, 0)) * shape[-1]) + at + Math.Max(offset, 0)];
            }),
        };
    }

    internal static IEnumerable<WorkedCase<T>> DiagonalEmbedCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return
        [
            Case(new Shape(3), 0),
            Case(new Shape(3), 2),
            Case(new Shape(2, 3), -1),
            Case(new Shape(0), 1),
            Case(new Shape(2, 0), 0),
            new("DiagonalEmbed([2, 3], 1, 0, 2)", x => DiagonalEmbed(x[0], 1, 0, 2), new WorkedInput(new Shape(2, 3)))
            {
                Reference = inputs => Reference.Elements(32, i => (i % 4) == (i / 8) + 1 ? inputs[0][(i / 4 % 2 * 3) + (i / 8)] : 0),
            },
            new("DiagonalEmbed([])", x => DiagonalEmbed(x[0]), new WorkedInput(Shape.Scalar)) { Refusal = ["DiagonalEmbed", "no axis -1", "[]"] },
            new("DiagonalEmbed([3], 0, 0, 2)", x => DiagonalEmbed(x[0], 0, 0, 2), new WorkedInput(new Shape(3))) { Refusal = ["DiagonalEmbed", "no axis 2"] },
            new("DiagonalEmbed([3], 0, 0, -2)", x => DiagonalEmbed(x[0], 0, 0, -2), new WorkedInput(new Shape(3))) { Refusal = ["DiagonalEmbed", "twice"] },
        ];

        static WorkedCase<T> Case(Shape shape, int offset)
        {
            int length = shape[-1], side = length + Math.Abs(offset);
            return new($"DiagonalEmbed({shape}, {offset})", x => DiagonalEmbed(x[0], offset), new WorkedInput(shape))
            {
                Reference = inputs => Reference.Elements(shape.Remove(-1).Count * side * side, i =>
                {
                    int column = i % side, row = i / side % side;
                    return column - row == offset ? inputs[0][(i / (side * side) * length) + Math.Min(row, column)] : 0;
                }),
            };
        }
    }

    private static Variable<T> DiagonalOf<T>(Variable<T> x, int offset, int rowAxis, int columnAxis, string operation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int row = shape.Axis(rowAxis, operation), column = shape.Axis(columnAxis, operation);
        if (row == column)
            OneAxis(operation, row, shape);
        long length = Math.Min(shape[row] + Math.Min((long)offset, 0), shape[column] - Math.Max((long)offset, 0));
        Shape others = shape.Remove(Math.Max(row, column)).Remove(Math.Min(row, column));
        Shape part = others.Insert(others.Rank, (int)Math.Max(length, 0));
        return Strided<T>.Of(x, AlongDiagonal(in shape, in part, part.Count == 0 ? 0 : offset, row, column));
    }

    // The way along the diagonals of the whole, whose other axes come first in the part.
    private static Walk AlongDiagonal(in Shape whole, in Shape part, int offset, int row, int column)
    {
        Span<int> steps = stackalloc int[Shape.MaxRank];
        int at = 0;
        for (int axis = 0; axis < whole.Rank; axis++)
        {
            if (axis != row && axis != column)
                steps[at++] = whole.CountOf(axis + 1, whole.Rank);
        }

        int down = whole.CountOf(row + 1, whole.Rank), right = whole.CountOf(column + 1, whole.Rank);
        steps[at] = down + right;
        return new Walk(in part, offset >= 0 ? offset * right : -offset * down, steps);
    }

    [DoesNotReturn]
    private static void OneAxis(string operation, int axis, Shape shape) => throw new ArgumentException(
        $"{operation}: axis {axis} is named twice: rows and columns of {shape} need an axis each, where a negative one counts from the end.");
}

using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>The lower triangles of matrices: <c>y[..., i, j] = x[..., i, j]</c> where <c>j &lt;= i + offset</c>, else 0.</summary>
    /// <param name="x">Matrices <c>[..., rows, columns]</c>.</param>
    /// <param name="offset">The last diagonal that is kept: 0 the main one, above it positive, below it negative.</param>
    /// <returns>The matrices with zeros above; what is left out does not show, not even NaN.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has fewer than two axes.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = LowerTriangle(xDot)</c>; <c>xBar = LowerTriangle(yBar)</c>. Saves nothing. A causal mask is the triangle of a matrix
    /// of ones. Source: elementary.
    /// </remarks>
    public static Variable<T> LowerTriangle<T>(Variable<T> x, int offset = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x.Shape.Axis(-2, nameof(LowerTriangle));
        return x.Tape.Apply(new Triangle<T>(offset, upper: false), x);
    }

    /// <summary>The upper triangles of matrices: <c>y[..., i, j] = x[..., i, j]</c> where <c>j &gt;= i + offset</c>, else 0.</summary>
    /// <param name="x">Matrices <c>[..., rows, columns]</c>.</param>
    /// <param name="offset">The first diagonal that is kept: 0 the main one, above it positive, below it negative.</param>
    /// <returns>The matrices with zeros below; what is left out does not show, not even NaN.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> has fewer than two axes.</exception>
    /// <remarks>Derivative: <c>yDot = UpperTriangle(xDot)</c>; <c>xBar = UpperTriangle(yBar)</c>. Saves nothing. Source: elementary.</remarks>
    public static Variable<T> UpperTriangle<T>(Variable<T> x, int offset = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        x.Shape.Axis(-2, nameof(UpperTriangle));
        return x.Tape.Apply(new Triangle<T>(offset, upper: true), x);
    }
}

internal readonly struct Triangle<T>(int offset, bool upper) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Triangle";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Lower(new Shape(3, 3), 0),
        Lower(new Shape(3, 5), 1),
        Lower(new Shape(2, 4, 3), -1),
        Lower(new Shape(2, 3), int.MaxValue),
        Lower(new Shape(2, 3), int.MinValue),
        Lower(new Shape(0, 3), 0),
        Upper(new Shape(3, 3), 0),
        Upper(new Shape(5, 3), -2),
        Upper(new Shape(2, 3, 4), 1),
        Upper(new Shape(2, 3), int.MaxValue),
        Upper(new Shape(20, 20), 3),
        new("LowerTriangle([3])", x => Ops.LowerTriangle(x[0]), new WorkedInput(new Shape(3))) { Refusal = ["LowerTriangle", "no axis -2", "[3]"] },
        new("UpperTriangle([])", x => Ops.UpperTriangle(x[0]), new WorkedInput(Shape.Scalar)) { Refusal = ["UpperTriangle", "no axis -2", "[]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape shape = ref call.OutputShape;
        int rows = shape[-2], columns = shape[-1];
        ReadOnlySpan<T> x = call.Input(0);
        for (int start = 0, row = 0; start < x.Length; start += columns, row = row + 1 == rows ? 0 : row + 1)
        {
            // The first column right of the diagonal's element, or left of it for the upper triangle.
            int edge = (int)Math.Clamp((long)row + offset + (upper ? 0 : 1), 0, columns);
            int from = upper ? edge : 0, end = upper ? columns : edge;
            Span<T> y = call.Output.Slice(start, columns);
            if (!call.Accumulate)
            {
                y[..from].Clear();
                y[end..].Clear();
            }

            Elementwise.Map<T, IdentityFunction<T>>(x[(start + from)..(start + end)], y[from..end], call.Accumulate);
        }
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Tape.Apply(new Triangle<T>(offset, upper), call.Cotangent));

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tape.Apply(new Triangle<T>(offset, upper), call.Tangent(0)));

    private static WorkedCase<T> Lower(Shape shape, int offset) =>
        Case($"LowerTriangle({shape}, {offset})", x => Ops.LowerTriangle(x[0], offset), shape, (row, column) => column - row <= offset);

    private static WorkedCase<T> Upper(Shape shape, int offset) =>
        Case($"UpperTriangle({shape}, {offset})", x => Ops.UpperTriangle(x[0], offset), shape, (row, column) => column - row >= offset);

    private static WorkedCase<T> Case(string name, WorkedFunction<T> function, Shape shape, Func<int, int, bool> keeps) => new(name, function, new WorkedInput(shape))
    {
        Reference = inputs => Reference.Elements(shape.Count, i => keeps(i / shape[-1] % shape[-2], i % shape[-1]) ? inputs[0][i] : 0),
    };
}

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// Rows added up by number: <c>y[j, ...] = sum of rows[i, ...] over all i with indices[i] = j</c>; the transpose of
    /// <see cref="Gather{T}(Variable{T}, ReadOnlySpan{int})"/>.
    /// </summary>
    /// <param name="rows">What is added, <c>[indices, ...]</c>.</param>
    /// <param name="indices">Where each row goes, from 0. They are copied; rows that go to one place are added in their order.</param>
    /// <param name="count">How many places there are.</param>
    /// <returns>The sums, <c>[count, ...]</c>; zeros where no row goes.</returns>
    /// <exception cref="ArgumentException"><paramref name="rows"/> is a scalar or has not one row for each index, the count is negative, or an index is out of range.</exception>
    /// <remarks>Derivative: <c>yDot = ScatterAdd(rowsDot)</c>; <c>rowsBar = Gather(yBar)</c>. Saves the indices. Source: elementary.</remarks>
    public static Variable<T> ScatterAdd<T>(Variable<T> rows, ReadOnlySpan<int> indices, int count)
        where T : unmanaged, IFloatingPointIeee754<T> => rows.Tape.Apply(new ScatterAdd<T>(rows.Tape.Keep(indices), count), rows);

    /// <summary>Places of any axis added up by number: <c>y[..., j, ...] = sum of x[..., i, ...] over all i with indices[i] = j</c>.</summary>
    /// <param name="x">What is added, an array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="indices">Where each place of the axis goes, from 0. They are copied; what goes to one place is added in its order.</param>
    /// <param name="count">How long the axis becomes.</param>
    /// <returns>The sums; zeros where nothing goes.</returns>
    /// <exception cref="ArgumentException">There is no such axis, not one index for each of its places, the count is negative, or an index is out of range.</exception>
    /// <remarks>As <see cref="ScatterAdd{T}(Variable{T}, ReadOnlySpan{int}, int)"/>.</remarks>
    public static Variable<T> ScatterAdd<T>(Variable<T> x, int axis, ReadOnlySpan<int> indices, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int at = x.Shape.Axis(axis, nameof(ScatterAdd));
        return x.Tape.Apply(new ScatterAdd<T>(x.Tape.Keep(indices), count, at), x);
    }
}

internal readonly struct ScatterAdd<T>(Indices indices, int count, int axis = 0) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "ScatterAdd";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(4, 3), 5, 4, 0, 0, 2),
        Case(new Shape(2), 3, 1, 1),
        Case(new Shape(3, 2, 2), 2, 1, 0, 1),
        Case(new Shape(0, 2), 3),
        Case(new Shape(1, 0), 2, 1),
        Along(new Shape(2, 4), 1, 5, 4, 0, 0, 2),
        Along(new Shape(2, 3, 4), -2, 4, 2, 2, 1),
        Along(new Shape(0, 2), 1, 3, 2, 0),
        new("ScatterAdd([2, 3], 1, [0, 1], 4)", x => Ops.ScatterAdd(x[0], 1, [0, 1], 4), new WorkedInput(new Shape(2, 3)))
        {
            Refusal = ["ScatterAdd", "3 rows", "2 indices", "[2, 3]"],
        },
        new("ScatterAdd([2, 3], -3, [0, 1], 4)", x => Ops.ScatterAdd(x[0], -3, [0, 1], 4), new WorkedInput(new Shape(2, 3))) { Refusal = ["ScatterAdd", "no axis -3", "[2, 3]"] },
        .. Ops.EmbeddingBagCases<T>(),
        Refused(new Shape(2, 3), [0, 5], 5, "index 5", "position 1", "5 places"),
        Refused(new Shape(2, 3), [0, -1], 5, "index -1", "position 1"),
        Refused(new Shape(2, 3), [0], 5, "2 rows", "1 indices", "[2, 3]"),
        Refused(new Shape(0, 3), [], -1, "count -1"),
        Refused(Shape.Scalar, [0], 3, "[]"),
    ];

    public static Variable<T> Of(Variable<T> x, Indices indices, int count, int axis = 0) => x.Tape.Apply(new ScatterAdd<T>(indices, count, axis), x);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        IndexErrors.CheckHasAxis(Name, in inputs[0]);
        if (inputs[0][axis] != indices.Count)
            IndexErrors.CountsDiffer(Name, inputs[0], inputs[0][axis], indices.Count);
        if (count < 0)
            NegativeCount(count);
        IndexErrors.CheckIndices(Name, inputs.Read(indices), count);
        return inputs[0].With(axis, count);
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        if (!call.Accumulate)
            call.Output.Clear();
        if (!call.Input(0).IsEmpty)
            Movement.ScatterAdd(call.Input(0), count, x.CountOf(axis + 1, x.Rank), call.Read(indices), call.Output);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Gather<T>.Of(call.Cotangent, indices, axis));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), indices, count, axis));

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), indices, count, axis + 1);

    private static WorkedCase<T> Case(Shape rows, int count, params int[] indices) =>
        new($"ScatterAdd({rows}, {ShapeErrors.Text(indices)}, {count})", x => Ops.ScatterAdd(x[0], indices, count), new WorkedInput(rows))
        {
            Reference = Sums(rows, 0, count, indices),
        };

    private static WorkedCase<T> Along(Shape x, int axis, int count, params int[] indices) =>
        new($"ScatterAdd({x}, {axis}, {ShapeErrors.Text(indices)}, {count})", v => Ops.ScatterAdd(v[0], axis, indices, count), new WorkedInput(x))
        {
            Reference = Sums(x, axis < 0 ? axis + x.Rank : axis, count, indices),
        };

    private static Func<double[][], double[]> Sums(Shape x, int axis, int count, int[] indices) => inputs =>
    {
        Shape y = x.With(axis, count);
        double[] sums = new double[y.Count];
        for (int i = 0; i < x.Count; i++)
        {
            int[] at = Reference.Coordinates(x, i);
            at[axis] = indices[at[axis]];
            sums[Reference.Index(y, at)] += inputs[0][i];
        }

        return sums;
    };

    private static WorkedCase<T> Refused(Shape rows, int[] indices, int count, params string[] words) =>
        new($"ScatterAdd({rows}, {ShapeErrors.Text(indices)}, {count})", x => Ops.ScatterAdd(x[0], indices, count), new WorkedInput(rows))
        {
            Refusal = ["ScatterAdd", .. words],
        };

    [DoesNotReturn]
    private static void NegativeCount(int count) => throw new ArgumentException($"{Name}: count {count} is negative; need 0 or more places.");
}

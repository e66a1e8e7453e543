using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Rows added up by number: <c>y[j, ...] = sum of rows[i, ...] over all i with indices[i] = j</c>; the transpose of <see cref="Gather"/>.</summary>
    /// <param name="rows">What is added, <c>[indices, ...]</c>.</param>
    /// <param name="indices">Where each row goes, from 0. They are copied; rows that go to one place are added in their order.</param>
    /// <param name="count">How many places there are.</param>
    /// <returns>The sums, <c>[count, ...]</c>; zeros where no row goes.</returns>
    /// <exception cref="ArgumentException"><paramref name="rows"/> is a scalar or has not one row for each index, the count is negative, or an index is out of range.</exception>
    /// <remarks>Derivative: <c>yDot = ScatterAdd(rowsDot)</c>; <c>rowsBar = Gather(yBar)</c>. Saves the indices. Source: elementary.</remarks>
    public static Variable<T> ScatterAdd<T>(Variable<T> rows, ReadOnlySpan<int> indices, int count)
        where T : unmanaged, IFloatingPointIeee754<T> => rows.Tape.Apply(new ScatterAdd<T>(rows.Tape.Keep(indices), count), rows);
}

internal readonly struct ScatterAdd<T>(Indices indices, int count) : IPrimitive<T>
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
        Refused(new Shape(2, 3), [0, 5], 5, "index 5", "position 1", "5 places"),
        Refused(new Shape(2, 3), [0, -1], 5, "index -1", "position 1"),
        Refused(new Shape(2, 3), [0], 5, "2 rows", "1 indices", "[2, 3]"),
        Refused(new Shape(0, 3), [], -1, "count -1"),
        Refused(Shape.Scalar, [0], 3, "[]"),
    ];

    public static Variable<T> Of(Variable<T> rows, Indices indices, int count) => rows.Tape.Apply(new ScatterAdd<T>(indices, count), rows);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        IndexErrors.CheckHasAxis(Name, in inputs[0]);
        if (inputs[0][0] != indices.Count)
            IndexErrors.CountsDiffer(Name, inputs[0], inputs[0][0], indices.Count);
        if (count < 0)
            NegativeCount(count);
        IndexErrors.CheckIndices(Name, inputs.Read(indices), count);
        return inputs[0].With(0, count);
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape rows = ref call.InputShape(0);
        if (!call.Accumulate)
            call.Output.Clear();
        if (!call.Input(0).IsEmpty)
            Movement.ScatterAdd(call.Input(0), rows.CountOf(1, rows.Rank), call.Read(indices), call.Output);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Gather<T>.Of(call.Cotangent, indices));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), indices, count));

    public Variable<T> Batch(in BatchCall<T> call) => Examples.Part(Of(Examples.Merge(call.Input(0)), call.Repeat(indices, count), call.Size * count), call.Size, in call.OutputShape);

    private static WorkedCase<T> Case(Shape rows, int count, params int[] indices)
    {
        Shape y = rows.With(0, count);
        return new($"ScatterAdd({rows}, {ShapeErrors.Text(indices)}, {count})", x => Ops.ScatterAdd(x[0], indices, count), new WorkedInput(rows))
        {
            Reference = inputs =>
            {
                double[] sums = new double[y.Count];
                for (int i = 0; i < rows.Count; i++)
                {
                    int[] at = Reference.Coordinates(rows, i);
                    at[0] = indices[at[0]];
                    sums[Reference.Index(y, at)] += inputs[0][i];
                }

                return sums;
            },
        };
    }

    private static WorkedCase<T> Refused(Shape rows, int[] indices, int count, params string[] words) =>
        new($"ScatterAdd({rows}, {ShapeErrors.Text(indices)}, {count})", x => Ops.ScatterAdd(x[0], indices, count), new WorkedInput(rows))
        {
            Refusal = ["ScatterAdd", .. words],
        };

    [DoesNotReturn]
    private static void NegativeCount(int count) => throw new ArgumentException($"{Name}: count {count} is negative; need 0 or more places.");
}

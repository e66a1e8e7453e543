using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Rows of a table by number, as an embedding looks words up: <c>y[i, ...] = table[indices[i], ...]</c>.</summary>
    /// <param name="table">Rows <c>[count, ...]</c>.</param>
    /// <param name="indices">Which row to take, from 0, for each row of the result. They are copied; a row may be taken often.</param>
    /// <returns>The rows taken, <c>[indices, ...]</c>. For indices of several axes, <see cref="Reshape"/> the result: it costs nothing.</returns>
    /// <exception cref="ArgumentException">The table is a scalar, or an index is not one of its rows.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Gather(tableDot)</c>; <c>tableBar = ScatterAdd(yBar)</c>. Saves the indices.
    /// Cost: one copy of the rows taken; the reverse pass adds to these rows alone. Source: elementary.
    /// </remarks>
    public static Variable<T> Gather<T>(Variable<T> table, ReadOnlySpan<int> indices)
        where T : unmanaged, IFloatingPointIeee754<T> => table.Tape.Apply(new Gather<T>(table.Tape.Keep(indices)), table);
}

internal readonly struct Gather<T>(Indices indices) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Gather";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5, 3), 4, 0, 0, 2),
        Case(new Shape(4), 3, 1),
        Case(new Shape(3, 2, 2), 1, 1, 1),
        Case(new Shape(3, 2)),
        Case(new Shape(3, 0), 2),
        Refused(new Shape(5, 3), [0, 5], "index 5", "position 1", "5 places"),
        Refused(new Shape(5, 3), [-1], "index -1", "position 0"),
        Refused(new Shape(0, 3), [0], "index 0", "0 places"),
        Refused(Shape.Scalar, [0], "[]"),
    ];

    public static Variable<T> Of(Variable<T> table, Indices indices) => table.Tape.Apply(new Gather<T>(indices), table);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        IndexErrors.CheckHasAxis(Name, in inputs[0]);
        IndexErrors.CheckIndices(Name, inputs.Read(indices), inputs[0][0]);
        return inputs[0].With(0, indices.Count);
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape table = ref call.InputShape(0);
        if (!call.Output.IsEmpty)
            Movement.Gather(call.Input(0), table.CountOf(1, table.Rank), call.Read(indices), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, ScatterAdd<T>.Of(call.Cotangent, indices, call.InputShape(0)[0]));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), indices));

    public Variable<T> Batch(in BatchCall<T> call) => Examples.Part(Of(Examples.Merge(call.Input(0)), call.Repeat(indices, call.InputShape(0)[0])), call.Size, in call.OutputShape);

    private static WorkedCase<T> Case(Shape table, params int[] indices)
    {
        Shape y = table.With(0, indices.Length);
        return new($"Gather({table}, {ShapeErrors.Text(indices)})", x => Ops.Gather(x[0], indices), new WorkedInput(table))
        {
            Reference = Reference.Moved(table, y, at => at[0] = indices[at[0]]),
        };
    }

    private static WorkedCase<T> Refused(Shape table, int[] indices, params string[] words) =>
        new($"Gather({table}, {ShapeErrors.Text(indices)})", x => Ops.Gather(x[0], indices), new WorkedInput(table)) { Refusal = ["Gather", .. words] };
}

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
    /// Cost: one copy of the rows taken; the reverse pass adds to these rows alone, and a parameter that is used in no other way keeps its
    /// gradient in rows (<see cref="Parameter{T}.HasRowGradient"/>). Source: elementary.
    /// </remarks>
    public static Variable<T> Gather<T>(Variable<T> table, ReadOnlySpan<int> indices)
        where T : unmanaged, IFloatingPointIeee754<T> => table.Tape.Apply(new Gather<T>(table.Tape.Keep(indices)), table);

    /// <summary>Places of any axis by number: <c>y[..., i, ...] = x[..., indices[i], ...]</c>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="indices">Which places to take, from 0. They are copied; a place may be taken often.</param>
    /// <returns>What was taken: <paramref name="x"/>'s shape with as many places on the axis as indices.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or an index is not one of its places.</exception>
    /// <remarks>Derivatives and cost as for <see cref="Gather{T}(Variable{T}, ReadOnlySpan{int})"/>. PyTorch calls it index_select.</remarks>
    public static Variable<T> Gather<T>(Variable<T> x, int axis, ReadOnlySpan<int> indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int at = x.Shape.Axis(axis, nameof(Gather));
        return x.Tape.Apply(new Gather<T>(x.Tape.Keep(indices), at), x);
    }
}

internal readonly struct Gather<T>(Indices indices, int axis = 0) : IPrimitive<T>
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
        Along(new Shape(2, 5), 1, 4, 0, 0, 2),
        Along(new Shape(2, 3, 4), -2, 2, 2, 1),
        Along(new Shape(2, 3), -1),
        Along(new Shape(0, 3), 1, 2, 0),
        new("Gather([2, 3], 1, [3])", x => Ops.Gather(x[0], 1, [3]), new WorkedInput(new Shape(2, 3))) { Refusal = ["Gather", "index 3", "position 0", "3 places"] },
        new("Gather([2, 3], 2, [0])", x => Ops.Gather(x[0], 2, [0]), new WorkedInput(new Shape(2, 3))) { Refusal = ["Gather", "no axis 2", "[2, 3]"] },
        .. Ops.MaskedSelectCases<T>(),
        Refused(new Shape(5, 3), [0, 5], "index 5", "position 1", "5 places"),
        Refused(new Shape(5, 3), [-1], "index -1", "position 0"),
        Refused(new Shape(0, 3), [0], "index 0", "0 places"),
        Refused(Shape.Scalar, [0], "[]"),
    ];

    public static Variable<T> Of(Variable<T> x, Indices indices, int axis = 0) => x.Tape.Apply(new Gather<T>(indices, axis), x);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        IndexErrors.CheckHasAxis(Name, in inputs[0]);
        IndexErrors.CheckIndices(Name, inputs.Read(indices), inputs[0][axis]);
        return inputs[0].With(axis, indices.Count);
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        if (!call.Output.IsEmpty)
            Movement.Gather(call.Input(0), x[axis], x.CountOf(axis + 1, x.Rank), call.Read(indices), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> xBar = ScatterAdd<T>.Of(call.Cotangent, indices, call.InputShape(0)[axis], axis);
        if (axis == 0)
            call.AddRows(0, xBar, indices);
        else
            call.Add(0, xBar);
    }

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), indices, axis));

    private static WorkedCase<T> Along(Shape x, int axis, params int[] indices)
    {
        int at = axis < 0 ? axis + x.Rank : axis;
        return new($"Gather({x}, {axis}, {ShapeErrors.Text(indices)})", v => Ops.Gather(v[0], axis, indices), new WorkedInput(x))
        {
            Reference = Reference.Moved(x, x.With(at, indices.Length), place => place[at] = indices[place[at]]),
        };
    }

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), indices, axis + 1);

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

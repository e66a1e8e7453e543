using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>One element of every row: <c>y[...] = x[..., indices[...]]</c>, such as the log-probability of each row's target.</summary>
    /// <param name="x">Rows <c>[..., places]</c>.</param>
    /// <param name="indices">Which element to take of each row, from 0, row-major. They are copied.</param>
    /// <returns>The elements: <paramref name="x"/>'s shape without the last axis.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is a scalar, there is not one index for each row, or an index is out of range.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Pick(xDot)</c>; <c>xBar</c> is <c>yBar</c> where elements were taken, zeros elsewhere. Saves the indices.
    /// Source: elementary.
    /// </remarks>
    public static Variable<T> Pick<T>(Variable<T> x, ReadOnlySpan<int> indices)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Tape.Apply(new Pick<T>(x.Tape.Keep(indices)), x);
}

internal readonly struct Pick<T>(Indices indices) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Pick";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 4), 0, 3, 3),
        Case(new Shape(5), 2),
        Case(new Shape(2, 2, 3), 1, 0, 2, 2),
        Case(new Shape(0, 3)),
        Refused(new Shape(2, 4), [0, 4], "index 4", "position 1", "4 places"),
        Refused(new Shape(2, 4), [-1, 0], "index -1", "position 0"),
        Refused(new Shape(2, 4), [0], "2 rows", "1 indices", "[2, 4]"),
        Refused(new Shape(2, 0), [0, 0], "0 places"),
        Refused(Shape.Scalar, [0], "[]"),
    ];

    public static Variable<T> Of(Variable<T> x, Indices indices) => x.Tape.Apply(new Pick<T>(indices), x);

    public Shape ShapeOf(in Operands<T> inputs)
    {
        IndexErrors.CheckHasAxis(Name, in inputs[0]);
        Shape y = inputs[0].Remove(-1);
        if (y.Count != indices.Count)
            IndexErrors.CountsDiffer(Name, inputs[0], y.Count, indices.Count);
        IndexErrors.CheckIndices(Name, inputs.Read(indices), inputs[0][-1]);
        return y;
    }

    public void Forward(in ForwardCall<T> call)
    {
        ReadOnlySpan<int> places = call.Read(indices);
        ReadOnlySpan<T> x = call.Input(0);
        int width = places.IsEmpty ? 0 : call.InputShape(0)[-1];
        for (int i = 0; i < places.Length; i++)
        {
            T value = x[(i * width) + places[i]];
            call.Output[i] = call.Accumulate ? call.Output[i] + value : value;
        }
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Place<T>.Of(call.Cotangent, indices, call.InputShape(0)[-1]));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), indices));

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), call.Repeat(indices));

    private static WorkedCase<T> Case(Shape x, params int[] indices)
    {
        int width = x[-1];
        return new($"Pick({x}, {ShapeErrors.Text(indices)})", v => Ops.Pick(v[0], indices), new WorkedInput(x))
        {
            Reference = inputs => Reference.Elements(indices.Length, i => inputs[0][(i * width) + indices[i]]),
        };
    }

    private static WorkedCase<T> Refused(Shape x, int[] indices, params string[] words) =>
        new($"Pick({x}, {ShapeErrors.Text(indices)})", v => Ops.Pick(v[0], indices), new WorkedInput(x)) { Refusal = ["Pick", .. words] };
}

// The transpose of Pick: zeros with element i of the input in row i, at the place that the index names.
internal readonly struct Place<T>(Indices indices, int width) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Place";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3), 4, 0, 3, 3),
        Case(Shape.Scalar, 5, 2),
        Case(new Shape(2, 2), 3, 1, 0, 2, 2),
        Case(new Shape(0), 3),
    ];

    public static Variable<T> Of(Variable<T> x, Indices indices, int width) => x.Tape.Apply(new Place<T>(indices, width), x);

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0].Insert(inputs[0].Rank, width);

    public void Forward(in ForwardCall<T> call)
    {
        ReadOnlySpan<int> places = call.Read(indices);
        ReadOnlySpan<T> x = call.Input(0);
        if (!call.Accumulate)
            call.Output.Clear();
        for (int i = 0; i < places.Length; i++)
            call.Output[(i * width) + places[i]] += x[i];
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Pick<T>.Of(call.Cotangent, indices));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), indices, width));

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), call.Repeat(indices), width);

    private static WorkedCase<T> Case(Shape x, int width, params int[] indices) =>
        new($"Place({x}, {ShapeErrors.Text(indices)}, {width})", v => Of(v[0], v[0].Tape.Keep(indices), width), new WorkedInput(x))
        {
            Reference = inputs => Reference.Elements(x.Count * width, i => i % width == indices[i / width] ? inputs[0][i / width] : 0),
        };
}

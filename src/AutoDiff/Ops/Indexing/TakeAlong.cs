using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Elements along an axis, each line by its own numbers: <c>y[..., i, ...] = x[..., indices[..., i, ...], ...]</c>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="count">How many elements are taken from each line.</param>
    /// <param name="indices">Which place on the axis each element of the result comes from, from 0, row-major. They are copied.</param>
    /// <returns>The elements: <paramref name="x"/>'s shape with <paramref name="count"/> places on the axis.</returns>
    /// <exception cref="ArgumentException">There is no such axis, the count is negative, there is not one index for each element, or one is not a place of the axis.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = TakeAlong(xDot)</c>; <c>xBar = ScatterAddAlong(yBar)</c>. Saves the indices. Where every line takes the same places,
    /// <see cref="Gather{T}(Variable{T}, int, ReadOnlySpan{int})"/> is faster. NumPy calls it take_along_axis, PyTorch gather. Source: elementary.
    /// </remarks>
    public static Variable<T> TakeAlong<T>(Variable<T> x, int axis, int count, ReadOnlySpan<int> indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis, nameof(TakeAlong));
        if (count < 0)
            NegativeTaken(nameof(TakeAlong), count);
        Shape y = shape.With(at, count);
        if (indices.Length != y.Count)
            IndexErrors.NotOneEach(nameof(TakeAlong), indices.Length, y);
        IndexErrors.CheckIndices(nameof(TakeAlong), indices, shape[at]);
        return x.Tape.Apply(new TakeAlong<T>(x.Tape.Keep(indices), at, count), x);
    }

    /// <summary>Elements added up along an axis, each line by its own numbers; the transpose of <see cref="TakeAlong"/>.</summary>
    /// <param name="x">What is added, an array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="length">How long the axis becomes.</param>
    /// <param name="indices">Which place on the axis each element of <paramref name="x"/> goes to, from 0, row-major. They are copied.</param>
    /// <returns>The sums: <paramref name="x"/>'s shape with <paramref name="length"/> places on the axis; zeros where nothing goes.</returns>
    /// <exception cref="ArgumentException">There is no such axis, the length is negative, there is not one index for each element, or one is out of range.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = ScatterAddAlong(xDot)</c>; <c>xBar = TakeAlong(yBar)</c>. Elements that go to one place are added in their order.
    /// Saves the indices. PyTorch calls it scatter_add. Source: elementary.
    /// </remarks>
    public static Variable<T> ScatterAddAlong<T>(Variable<T> x, int axis, int length, ReadOnlySpan<int> indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = shape.Axis(axis, nameof(ScatterAddAlong));
        if (length < 0)
            NegativeTaken(nameof(ScatterAddAlong), length);
        if (indices.Length != shape.Count)
            IndexErrors.NotOneEach(nameof(ScatterAddAlong), indices.Length, shape);
        IndexErrors.CheckIndices(nameof(ScatterAddAlong), indices, length);
        return x.Tape.Apply(new AddAlong<T>(x.Tape.Keep(indices), at, length), x);
    }

    [DoesNotReturn]
    private static void NegativeTaken(string operation, int count) => throw new ArgumentException(
        $"{operation}: count {count} is negative; need 0 or more places on the axis.");
}

internal readonly struct TakeAlong<T>(Indices indices, int axis, int count) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "TakeAlong";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(4), 0, 2, 3, 3),
        Case(new Shape(2, 3), 1, 2, 0, 2, 1, 1),
        Case(new Shape(3, 2), 0, 2, 2, 0, 1, 0),
        Case(new Shape(2, 2, 2), -2, 1, 1, 0, 0, 1),
        Case(new Shape(2, 3), 1, 0),
        Case(new Shape(2, 0), 0, 3),
        new("TakeAlong from nowhere", x => x[0].Tape.Apply(new TakeAlong<T>(x[0].Tape.Keep([-1, 1, 0, -1]), 1, 2), x[0]), new WorkedInput(new Shape(2, 3)))
        {
            Reference = inputs => [0, inputs[0][1], inputs[0][3], 0],
        },
        .. Ops.SortCases<T>(),
        Refused("TakeAlong([2, 3], 1, 1, [0, 3])", x => Ops.TakeAlong(x[0], 1, 1, [0, 3]), "TakeAlong", "index 3", "position 1", "3 places"),
        Refused("TakeAlong([2, 3], 1, 1, [0, -1])", x => Ops.TakeAlong(x[0], 1, 1, [0, -1]), "TakeAlong", "index -1", "position 1"),
        Refused("TakeAlong([2, 3], 1, 1, [0])", x => Ops.TakeAlong(x[0], 1, 1, [0]), "TakeAlong", "1 indices", "[2, 1]"),
        Refused("TakeAlong([2, 3], 1, -1, [])", x => Ops.TakeAlong(x[0], 1, -1, []), "TakeAlong", "count -1"),
        Refused("TakeAlong([2, 3], 2, 1, [])", x => Ops.TakeAlong(x[0], 2, 1, []), "TakeAlong", "no axis 2", "[2, 3]"),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0].With(axis, count);

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        Along.Take(call.Input(0), x[axis], x.CountOf(axis + 1, x.Rank), call.Read(indices), count, call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Tape.Apply(new AddAlong<T>(indices, axis, call.InputShape(0)[axis]), call.Cotangent));

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tape.Apply(new TakeAlong<T>(indices, axis, count), call.Tangent(0)));

    private static WorkedCase<T> Case(Shape shape, int axis, int count, params int[] indices)
    {
        int at = axis < 0 ? axis + shape.Rank : axis;
        Shape y = shape.With(at, count);
        return new($"TakeAlong({shape}, {axis}, {count}, {ShapeErrors.Text(indices)})", x => Ops.TakeAlong(x[0], axis, count, indices), new WorkedInput(shape))
        {
            Reference = inputs => Reference.Elements(y.Count, i =>
            {
                int[] place = Reference.Coordinates(y, i);
                place[at] = indices[i];
                return inputs[0][Reference.Index(shape, place)];
            }),
        };
    }

    private static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
        new(name, function, new WorkedInput(new Shape(2, 3))) { Refusal = words };
}

internal readonly struct AddAlong<T>(Indices indices, int axis, int length) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "ScatterAddAlong";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3), 0, 4, 3, 0, 3),
        Case(new Shape(2, 2), 1, 3, 0, 2, 1, 1),
        Case(new Shape(2, 2), -2, 3, 2, 0, 1, 0),
        Case(new Shape(2, 0), 1, 3),
        new("ScatterAddAlong to nowhere", x => x[0].Tape.Apply(new AddAlong<T>(x[0].Tape.Keep([-1, 1, 0, -1]), 1, 3), x[0]), new WorkedInput(new Shape(2, 2)))
        {
            Reference = inputs => [0, inputs[0][1], 0, inputs[0][2], 0, 0],
        },
        Refused("ScatterAddAlong([2, 2], 1, 3, [0, 3, 0, 0])", x => Ops.ScatterAddAlong(x[0], 1, 3, [0, 3, 0, 0]), "ScatterAddAlong", "index 3", "position 1", "3 places"),
        Refused("ScatterAddAlong([2, 2], 1, 3, [0])", x => Ops.ScatterAddAlong(x[0], 1, 3, [0]), "ScatterAddAlong", "1 indices", "[2, 2]"),
        Refused("ScatterAddAlong([2, 2], 1, -3, [0, 0, 0, 0])", x => Ops.ScatterAddAlong(x[0], 1, -3, [0, 0, 0, 0]), "ScatterAddAlong", "count -3"),
        Refused("ScatterAddAlong([2, 2], 2, 3, [])", x => Ops.ScatterAddAlong(x[0], 2, 3, []), "ScatterAddAlong", "no axis 2", "[2, 2]"),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0].With(axis, length);

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        if (!call.Accumulate)
            call.Output.Clear();
        Along.Add(call.Input(0), call.Read(indices), x[axis], call.Output, length, x.CountOf(axis + 1, x.Rank));
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, call.Tape.Apply(new TakeAlong<T>(indices, axis, call.InputShape(0)[axis]), call.Cotangent));

    public void Jvp(in JvpCall<T> call) => call.Add(call.Tape.Apply(new AddAlong<T>(indices, axis, length), call.Tangent(0)));

    private static WorkedCase<T> Case(Shape shape, int axis, int length, params int[] indices)
    {
        int at = axis < 0 ? axis + shape.Rank : axis;
        Shape y = shape.With(at, length);
        return new($"ScatterAddAlong({shape}, {axis}, {length}, {ShapeErrors.Text(indices)})", x => Ops.ScatterAddAlong(x[0], axis, length, indices), new WorkedInput(shape))
        {
            Reference = inputs =>
            {
                double[] sums = new double[y.Count];
                for (int i = 0; i < shape.Count; i++)
                {
                    int[] place = Reference.Coordinates(shape, i);
                    place[at] = indices[i];
                    sums[Reference.Index(y, place)] += inputs[0][i];
                }

                return sums;
            },
        };
    }

    private static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
        new(name, function, new WorkedInput(new Shape(2, 2))) { Refusal = words };
}

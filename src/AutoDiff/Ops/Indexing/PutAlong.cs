using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>An array with elements along an axis replaced, each line by its own numbers: <c>y = x; y[..., indices[..., i, ...], ...] = values[..., i, ...]</c>.</summary>
    /// <param name="x">An array of at least one axis; it stays as it is.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="indices">Which place on the axis each of the values goes to, from 0, row-major. They are copied.</param>
    /// <param name="values">The new elements, of <paramref name="x"/>'s shape but for the length of the axis.</param>
    /// <returns>The changed array, of <paramref name="x"/>'s shape.</returns>
    /// <exception cref="ArgumentException">There is no such axis, the shapes differ beside it, there is not one index for each value, or one is out of range.</exception>
    /// <remarks>
    /// Derivative: that of what stands there: <c>valuesBar</c> is <c>yBar</c> at the values' places, <c>xBar</c> is <c>yBar</c> with zeros there.
    /// Where several values go to one place, the last stays and the others have slope 0. Saves the indices. PyTorch calls it scatter. Source: elementary.
    /// </remarks>
    public static Variable<T> PutAlong<T>(Variable<T> x, int axis, ReadOnlySpan<int> indices, Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape whole = x.Shape, part = values.Shape;
        int at = whole.Axis(axis, nameof(PutAlong));
        if (part.Rank != whole.Rank || part != whole.With(at, part[at]))
            BesideDiffers(at, whole, part);
        if (indices.Length != part.Count)
            IndexErrors.NotOneEach(nameof(PutAlong), indices.Length, part);
        IndexErrors.CheckIndices(nameof(PutAlong), indices, whole[at]);
        Indices kept = x.Tape.KeepRoom(indices.Length, out Span<int> last);
        KeepLast(indices, whole[at], part[at], part.CountOf(at + 1, part.Rank), last);
        return x.Tape.Apply(new PutAlong<T>(kept, at), x, values);
    }

    // The indices, with nowhere in the place of those that a later one of the same line repeats.
    private static void KeepLast(ReadOnlySpan<int> indices, int length, int count, int inner, Span<int> last)
    {
        if (indices.IsEmpty)
            return;
        int[] users = ArrayPool<int>.Shared.Rent(length);
        for (int start = 0; start < indices.Length; start += count * inner)
        {
            for (int line = start; line < start + inner; line++)
            {
                for (int i = line; i < line + (count * inner); i += inner)
                    users[indices[i]] = i;
                for (int i = line; i < line + (count * inner); i += inner)
                    last[i] = users[indices[i]] == i ? indices[i] : Along.Nowhere;
            }
        }

        ArrayPool<int>.Shared.Return(users);
    }

    [DoesNotReturn]
    private static void BesideDiffers(int axis, Shape whole, Shape part) => throw new ArgumentException(
        $"{nameof(PutAlong)}: shapes differ beside axis {axis}: x is {whole}, values are {part}; need as many axes, and equal lengths on all but axis {axis}.");
}

internal readonly struct PutAlong<T>(Indices indices, int axis) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "PutAlong";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5), 0, 2, 4, 1),
        Case(new Shape(5), 0, 4, 2, 1, 2, 2),
        Case(new Shape(2, 3), 1, 2, 0, 2, 1, 1),
        Case(new Shape(3, 2), -2, 3, 2, 0, 2, 1, 0, 0),
        Case(new Shape(2, 3), 1, 0),
        Case(new Shape(0, 3), 1, 2),
        new("PutAlong(x, 0, [1], x[0..1])", x => Ops.PutAlong(x[0], 0, [1], Ops.Slice(x[0], 0, ..1)), new WorkedInput(new Shape(3)))
        {
            Reference = inputs => [inputs[0][0], inputs[0][0], inputs[0][2]],
        },
        Refused("PutAlong([2, 3], 1, [0, 3], [2, 1])", x => Ops.PutAlong(x[0], 1, [0, 3], x[1]), "PutAlong", "index 3", "position 1", "3 places"),
        Refused("PutAlong([2, 3], 1, [0], [2, 1])", x => Ops.PutAlong(x[0], 1, [0], x[1]), "PutAlong", "1 indices", "[2, 1]"),
        Refused("PutAlong([2, 3], 0, [0, 0], [2, 1])", x => Ops.PutAlong(x[0], 0, [0, 0], x[1]), "PutAlong", "axis 0", "[2, 3]", "[2, 1]"),
        Refused("PutAlong([2, 3], 2, [], [2, 1])", x => Ops.PutAlong(x[0], 2, [], x[1]), "PutAlong", "no axis 2", "[2, 3]"),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        call.Input(0).CopyTo(call.Output);
        Along.Put(call.Input(1), call.Read(indices), call.InputShape(1)[axis], call.Output, x[axis], x.CountOf(axis + 1, x.Rank));
    }

    public void Vjp(in VjpCall<T> call)
    {
        Shape part = call.InputShape(1);
        if (call.Wants(0))
            call.Add(0, call.Tape.Apply(new PutAlong<T>(indices, axis), call.Cotangent, call.Tape.Fill(T.Zero, part)));
        if (call.Wants(1))
            call.Add(1, call.Tape.Apply(new TakeAlong<T>(indices, axis, part[axis]), call.Cotangent));
    }

    public void Jvp(in JvpCall<T> call)
    {
        Shape part = call.InputShape(1);
        if (call.Moves(0))
            call.Add(call.Tape.Apply(new PutAlong<T>(indices, axis), call.Tangent(0), call.Tape.Fill(T.Zero, part)));
        if (call.Moves(1))
            call.Add(call.Tape.Apply(new AddAlong<T>(indices, axis, call.InputShape(0)[axis]), call.Tangent(1)));
    }

    private static WorkedCase<T> Case(Shape shape, int axis, int count, params int[] indices)
    {
        int at = axis < 0 ? axis + shape.Rank : axis;
        Shape part = shape.With(at, count);
        return new($"PutAlong({shape}, {axis}, {ShapeErrors.Text(indices)}, {part})", x => Ops.PutAlong(x[0], axis, indices, x[1]), new WorkedInput(shape), new WorkedInput(part))
        {
            Reference = inputs =>
            {
                double[] y = [.. inputs[0]];
                for (int i = 0; i < part.Count; i++)
                {
                    int[] place = Reference.Coordinates(part, i);
                    place[at] = indices[i];
                    y[Reference.Index(shape, place)] = inputs[1][i];
                }

                return y;
            },
        };
    }

    private static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
        new(name, function, new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(2, 1))) { Refusal = words };
}

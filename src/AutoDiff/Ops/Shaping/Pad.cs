using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>An axis made longer by places of one value.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="before">How many places are put in front, 0 or more.</param>
    /// <param name="after">How many places are put behind, 0 or more.</param>
    /// <param name="value">What they hold.</param>
    /// <returns>The longer array; <paramref name="x"/> itself where nothing is put. For several axes, pad one after the other.</returns>
    /// <exception cref="ArgumentException">There is no such axis, or a count is negative.</exception>
    /// <remarks>Derivative: <c>yDot = Pad(xDot)</c> with zeros; <c>xBar</c> is <c>yBar</c> without the padding. Saves nothing. Source: elementary.</remarks>
    public static Variable<T> Pad<T>(Variable<T> x, int axis, int before, int after, T value = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = CheckPadding(in shape, axis, before, after);
        return before == 0 && after == 0 ? x : x.Tape.Apply(new Pad<T>(new Section(at, before, shape[at]), Padded(shape[at], before, after), value), x);
    }

    /// <summary>An axis made longer by its own elements.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="before">How many places are put in front, 0 or more.</param>
    /// <param name="after">How many places are put behind, 0 or more.</param>
    /// <param name="padding">Which elements they repeat.</param>
    /// <returns>The longer array; <paramref name="x"/> itself where nothing is put. For several axes, pad one after the other.</returns>
    /// <exception cref="ArgumentException">
    /// There is no such axis, a count is negative, or the axis is too short: a mirror needs more places than it puts at either end, a ring as many,
    /// and repeating an end needs one.
    /// </exception>
    /// <remarks>
    /// Derivative: <c>yDot = Pad(xDot)</c>; <c>xBar</c> adds up <c>yBar</c> of a place and of its copies. Saves the places' numbers.
    /// Source: PyTorch, nn.functional.pad.
    /// </remarks>
    public static Variable<T> Pad<T>(Variable<T> x, int axis, int before, int after, EdgePadding padding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        int at = CheckPadding(in shape, axis, before, after), length = shape[at], most = Math.Max(before, after);
        if (most == 0)
            return x;
        if (length < (padding is EdgePadding.Reflect ? most + 1L : padding is EdgePadding.Circular ? most : 1))
            TooShort(padding, before, after, at, shape);
        Indices indices = x.Tape.KeepRoom(shape.With(at, Padded(length, before, after))[at], out Span<int> places);
        for (int i = 0; i < places.Length; i++)
            places[i] = Source(i - before, length, padding);
        return x.Tape.Apply(new Gather<T>(indices, at), x);
    }

    // The place that padding repeats, or the place itself.
    private static int Source(int place, int length, EdgePadding padding) => padding switch
    {
        EdgePadding.Reflect => place < 0 ? -place : place < length ? place : (2 * (length - 1)) - place,
        EdgePadding.Replicate => Math.Clamp(place, 0, length - 1),
        _ => place < 0 ? place + length : place < length ? place : place - length,
    };

    private static int Padded(int length, int before, int after) => Shape.Length((long)length + before + after);

    private static int CheckPadding(in Shape shape, int axis, int before, int after)
    {
        int at = shape.Axis(axis, nameof(Pad));
        if (before < 0 || after < 0)
            NegativePadding(before, after, at, shape);
        return at;
    }

    [DoesNotReturn]
    private static void NegativePadding(int before, int after, int axis, Shape shape) => throw new ArgumentException(
        $"{nameof(Pad)}: a count is negative: {before} before, {after} after axis {axis} of {shape}; need 0 or more. Slice cuts places off.");

    [DoesNotReturn]
    private static void TooShort(EdgePadding padding, int before, int after, int axis, Shape shape) => throw new ArgumentException(
        $"{nameof(Pad)}: the axis is too short: {before} before and {after} after, but axis {axis} of {shape} has length {shape[axis]}; "
            + $"{padding} needs a length of at least "
            + $"{(padding is EdgePadding.Reflect ? Math.Max(before, after) + 1L : padding is EdgePadding.Circular ? Math.Max(before, after) : 1)}.");
}

internal readonly struct Pad<T>(Section section, int length, T value) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Pad";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3), 0, 2, 1, 0.5),
        Case(new Shape(2, 3), 1, 0, 2, 0),
        Case(new Shape(2, 3), 0, 1, 0, -1),
        Case(new Shape(2, 3, 2), -2, 1, 1, 2),
        Case(new Shape(2, 3), 0, 0, 0, 9),
        Case(new Shape(2, 0), 1, 1, 1, 3),
        Case(new Shape(0, 2), 1, 1, 1, 3),
        Edge(new Shape(4), 0, 2, 3, EdgePadding.Reflect, [2, 1, 0, 1, 2, 3, 2, 1, 0]),
        Edge(new Shape(2, 3), 1, 2, 1, EdgePadding.Reflect, [2, 1, 0, 1, 2, 1]),
        Edge(new Shape(3, 2), 0, 1, 3, EdgePadding.Replicate, [0, 0, 1, 2, 2, 2, 2]),
        Edge(new Shape(1), 0, 2, 0, EdgePadding.Replicate, [0, 0, 0]),
        Edge(new Shape(2, 3, 2), -2, 3, 2, EdgePadding.Circular, [0, 1, 2, 0, 1, 2, 0, 1]),
        Edge(new Shape(2, 3), 1, 0, 0, EdgePadding.Circular, [0, 1, 2]),
        Refused("Pad([2, 3], 1, -1, 0)", x => Ops.Pad(x[0], 1, -1, 0), "Pad", "-1 before", "axis 1", "[2, 3]"),
        Refused("Pad([2, 3], 2, 1, 0)", x => Ops.Pad(x[0], 2, 1, 0), "Pad", "no axis 2", "[2, 3]"),
        Refused("Pad([2, 3], 1, 3, 0, Reflect)", x => Ops.Pad(x[0], 1, 3, 0, EdgePadding.Reflect), "Pad", "3 before", "[2, 3]", "at least 4"),
        Refused("Pad([2, 3], 1, 0, 4, Circular)", x => Ops.Pad(x[0], 1, 0, 4, EdgePadding.Circular), "Pad", "4 after", "[2, 3]", "at least 4"),
        new("Pad([2, 0], 1, 1, 0, Replicate)", x => Ops.Pad(x[0], 1, 1, 0, EdgePadding.Replicate), new WorkedInput(new Shape(2, 0))) { Refusal = ["Pad", "[2, 0]", "at least 1"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0].With(section.Axis, length);

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape y = ref call.OutputShape;
        call.Output.Fill(value);
        Movement.PutSlice(call.Input(0), length, y.CountOf(section.Axis + 1, y.Rank), section.Start, section.Count, call.Output);
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Ops.Slice(call.Cotangent, section.Axis, section.Start, section.Count));

    public void Jvp(in JvpCall<T> call) => call.Add(Embed<T>.Of(call.Tangent(0), call.Output.Shape, section));

    public Variable<T> Batch(in BatchCall<T> call) => call.Tape.Apply(new Pad<T>(section.Shifted, length, value), call.Input(0));

    private static WorkedCase<T> Case(Shape shape, int axis, int before, int after, double value)
    {
        int of = axis < 0 ? axis + shape.Rank : axis, length = shape[of];
        T filling = T.CreateTruncating(value);
        Shape y = shape.With(of, before + length + after);
        return new(FormattableString.Invariant($"Pad({shape}, {axis}, {before}, {after}, {value})"), x => Ops.Pad(x[0], axis, before, after, filling), new WorkedInput(shape))
        {
            Reference = inputs => Reference.Elements(y.Count, i =>
            {
                int[] at = Reference.Coordinates(y, i);
                at[of] -= before;
                return at[of] < 0 || at[of] >= length ? value : inputs[0][Reference.Index(shape, at)];
            }),
        };
    }

    private static WorkedCase<T> Edge(Shape shape, int axis, int before, int after, EdgePadding padding, int[] places)
    {
        int of = axis < 0 ? axis + shape.Rank : axis;
        return new($"Pad({shape}, {axis}, {before}, {after}, {padding})", x => Ops.Pad(x[0], axis, before, after, padding), new WorkedInput(shape))
        {
            Reference = Reference.Moved(shape, shape.With(of, places.Length), at => at[of] = places[at[of]]),
        };
    }

    private static WorkedCase<T> Refused(string name, WorkedFunction<T> function, params string[] words) =>
        new(name, function, new WorkedInput(new Shape(2, 3))) { Refusal = words };
}

using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>A part of one axis: <c>y[..., i, ...] = x[..., start + i, ...]</c> for <c>0 &lt;= i &lt; count</c>.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="start">The first place, from 0.</param>
    /// <param name="count">How many places.</param>
    /// <returns>The part: <paramref name="x"/>'s shape with <paramref name="count"/> as the length of the axis; <paramref name="x"/> itself where that is all of it.</returns>
    /// <exception cref="System.ArgumentException">There is no such axis, or the part leaves it.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Slice(xDot)</c>; <c>xBar</c> is <c>yBar</c> at its place, zeros elsewhere. Saves nothing.
    /// Cost: nothing along the first axis that is longer than 1 — a view — else a copy of the part. The reverse pass adds to
    /// the part alone, so that all the slices of a sequence cost as much as the sequence once. Source: elementary.
    /// </remarks>
    public static Variable<T> Slice<T>(Variable<T> x, int axis, int start, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape whole = x.Shape;
        Section section = new(whole.Axis(axis, nameof(Slice)), start, count);
        section.Check(nameof(Slice), in whole);
        return count == whole[section.Axis] ? x
            : section.IsRun(in whole) ? x.Tape.View(new Slice<T>(section), x)
            : x.Tape.Apply(new SliceCopy<T>(section), x);
    }
}

// A slice that is one contiguous run.
internal readonly struct Slice<T>(Section section) : IView<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Slice";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5, 3), 0, 1, 2),
        Case(new Shape(7), -1, 4, 3),
        Case(new Shape(1, 4, 2), 1, 0, 3),
        Case(new Shape(4, 0), 0, 1, 2),
        Case(new Shape(4, 2), 0, 4, 0),
        Case(new Shape(3, 2), 0, 0, 3),
        new("Slice(x, 0, 0, 2) * Slice(x, 0, 1, 2)", x => Ops.Slice(x[0], 0, 0, 2) * Ops.Slice(x[0], 0, 1, 2), new WorkedInput(new Shape(3, 2)))
        {
            Reference = inputs => Reference.Elements(4, i => inputs[0][i] * inputs[0][i + 2]),
        },
        Refused(new Shape(5, 3), 0, 4, 2, "start 4", "count 2", "[5, 3]", "length 5"),
        Refused(new Shape(5, 3), 1, -1, 2, "start -1", "axis 1"),
        Refused(new Shape(5, 3), 0, 1, -1, "count -1"),
        Refused(new Shape(5, 3), 0, int.MaxValue, int.MaxValue, "start 2147483647"),
        Refused(new Shape(5, 3), 2, 0, 1, "no axis 2", "[5, 3]"),
        Refused(Shape.Scalar, 0, 0, 1, "no axis 0", "[]"),
        SplitEvenly(),
        SplitUnevenly(),
        NoSplit("Split([6, 2], 0, 4)", x => Ops.Split(x[0], 0, 4)[0], "4 parts", "axis 0", "[6, 2]", "length 6"),
        NoSplit("Split([6, 2], 0, 0)", x => Ops.Split(x[0], 0, 0)[0], "0 parts", "[6, 2]"),
        NoSplit("Split([6, 2], 0, [2, 3])", x => Ops.Split(x[0], 0, [2, 3])[0], "lengths [2, 3]", "[6, 2]", "length 6"),
        NoSplit("Split([6, 2], 0, [7, -1])", x => Ops.Split(x[0], 0, [7, -1])[0], "lengths [7, -1]", "[6, 2]"),
        NoSplit("Split([6, 2], 0, [2, 4], 3 parts)", x => SplitInto(x[0], [2, 4], 3), "2 lengths", "3 parts"),
        NoSplit("Split([6, 2], 2, 1)", x => Ops.Split(x[0], 2, 1)[0], "no axis 2"),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => section.Of(in inputs[0]);

    public int Offset(in Operands<T> inputs) => section.Offset(in inputs[0]);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Embed<T>.Of(call.Cotangent, in call.InputShape(0), section));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Slice(call.Tangent(0), section.Axis, section.Start, section.Count));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Slice(call.Input(0), section.Axis + 1, section.Start, section.Count);

    internal static WorkedCase<T> Case(Shape shape, int axis, int start, int count) =>
        new($"Slice({shape}, {axis}, {start}, {count})", x => Ops.Slice(x[0], axis, start, count), new WorkedInput(shape))
        {
            Reference = Reference.Slice(shape, axis, start, count),
        };

    // The parts' array is made once: making it is the caller's, not the operation's.
    private static WorkedCase<T> SplitEvenly()
    {
        Variable<T>[] parts = new Variable<T>[3];
        return new(
            "Split([6, 2], 0, 3 parts)",
            x =>
            {
                Ops.Split(x[0], 0, parts);
                return OfParts(parts);
            },
            new WorkedInput(new Shape(6, 2)))
        {
            Reference = inputs => Reference.Elements(4, i => (inputs[0][i] * inputs[0][i + 4]) + inputs[0][i + 8]),
        };
    }

    private static WorkedCase<T> SplitUnevenly()
    {
        Variable<T>[] parts = new Variable<T>[3];
        int[] lengths = [1, 0, 2];
        return new(
            "Split([2, 3], 1, [1, 0, 2])",
            x =>
            {
                Ops.Split(x[0], 1, lengths, parts);
                return Ops.Concatenate(1, parts);
            },
            new WorkedInput(new Shape(2, 3)))
        {
            Reference = Reference.Of(v => v),
        };
    }

    private static WorkedCase<T> Refused(Shape shape, int axis, int start, int count, params string[] words) =>
        new($"Slice({shape}, {axis}, {start}, {count})", x => Ops.Slice(x[0], axis, start, count), new WorkedInput(shape))
        {
            Refusal = ["Slice", .. words],
        };

    private static WorkedCase<T> NoSplit(string name, WorkedFunction<T> function, params string[] words) =>
        new(name, function, new WorkedInput(new Shape(6, 2))) { Refusal = ["Split", .. words] };

    private static Variable<T> OfParts(Variable<T>[] parts) => (parts[0] * parts[1]) + parts[2];

    private static Variable<T> SplitInto(Variable<T> x, ReadOnlySpan<int> lengths, int count)
    {
        Variable<T>[] parts = new Variable<T>[count];
        Ops.Split(x, 0, lengths, parts);
        return parts[0];
    }
}

// A slice that lies in pieces.
internal readonly struct SliceCopy<T>(Section section) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SliceCopy";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Slice<T>.Case(new Shape(3, 5), 1, 1, 3),
        Slice<T>.Case(new Shape(2, 4, 3), -2, 2, 2),
        Slice<T>.Case(new Shape(2, 3, 4), 2, 3, 1),
        Slice<T>.Case(new Shape(3, 5), 1, 2, 0),
        Slice<T>.Case(new Shape(0, 5), 1, 1, 2),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => section.Of(in inputs[0]);

    public void Forward(in ForwardCall<T> call) => section.Extract(in call.InputShape(0), call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Embed<T>.Of(call.Cotangent, in call.InputShape(0), section));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Slice(call.Tangent(0), section.Axis, section.Start, section.Count));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Slice(call.Input(0), section.Axis + 1, section.Start, section.Count);
}

// The transpose of a slice: zeros of the whole's shape with the input in the section. The input may lack the section's axis.
internal readonly struct Embed<T>(Shape whole, Section section) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Embed";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5, 3), 0, 1, 2),
        Case(new Shape(5), 0, 4, 1),
        Case(new Shape(2, 4, 3), 1, 1, 2),
        Case(new Shape(2, 3, 4), 2, 0, 1),
        Case(new Shape(3, 2), 0, 3, 0),
        Case(new Shape(2, 0), 0, 1, 1),
        new("Embed([4] in row 1 of [3, 4])", x => Of(x[0], new Shape(3, 4), new Section(0, 1, 1)), new WorkedInput(new Shape(4)))
        {
            Reference = inputs => Reference.Elements(12, i => i / 4 == 1 ? inputs[0][i % 4] : 0),
        },
    ];

    public static Variable<T> Of(Variable<T> x, in Shape whole, Section section) => x.Tape.Apply(new Embed<T>(whole, section), x);

    public Shape ShapeOf(in Operands<T> inputs) => whole;

    public void Forward(in ForwardCall<T> call) => section.Embed(in whole, call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) =>
        call.Add(0, Ops.Reshape(Ops.Slice(call.Cotangent, section.Axis, section.Start, section.Count), call.InputShape(0)));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0), in whole, section));

    public Variable<T> Batch(in BatchCall<T> call) => Of(call.Input(0), whole.Insert(0, call.Size), section with { Axis = section.Axis + 1 });

    private static WorkedCase<T> Case(Shape whole, int axis, int start, int count)
    {
        Shape part = whole.With(axis, count);
        return new($"Embed({part} from {start} on axis {axis} of {whole})", x => Of(x[0], in whole, new Section(axis, start, count)), new WorkedInput(part))
        {
            Reference = inputs =>
            {
                double[] y = new double[whole.Count];
                for (int i = 0; i < part.Count; i++)
                {
                    int[] at = Reference.Coordinates(part, i);
                    at[axis] += start;
                    y[Reference.Index(whole, at)] = inputs[0][i];
                }

                return y;
            },
        };
    }
}

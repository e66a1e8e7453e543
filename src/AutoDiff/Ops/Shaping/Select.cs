using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>One place of an axis, without the axis: <c>Select(x, 0, t)[...] = x[t, ...]</c>, one step of a sequence.</summary>
    /// <param name="x">An array of at least one axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="index">The place, from 0.</param>
    /// <returns>What is there: <paramref name="x"/>'s shape without the axis.</returns>
    /// <exception cref="System.ArgumentException">There is no such axis, or no such place on it.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Select(xDot)</c>; <c>xBar</c> is <c>yBar</c> at its place, zeros elsewhere. Saves nothing.
    /// Cost: nothing along the first axis that is longer than 1 — a view — else a copy. The reverse pass adds to that place
    /// alone. Source: elementary.
    /// </remarks>
    public static Variable<T> Select<T>(Variable<T> x, int axis, int index)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape whole = x.Shape;
        Section section = new(whole.Axis(axis, nameof(Select)), index, 1);
        section.Check(nameof(Select), in whole);
        return whole[section.Axis] == 1 ? Reshape(x, whole.Remove(section.Axis))
            : section.IsRun(in whole) ? x.Tape.View(new Select<T>(section), x)
            : x.Tape.Apply(new SelectCopy<T>(section), x);
    }
}

// A place that is one contiguous run.
internal readonly struct Select<T>(Section section) : IView<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Select";

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(5, 3), 0, 2),
        Case(new Shape(4), -1, 3),
        Case(new Shape(1, 4, 2), 1, 0),
        Case(new Shape(1, 3), 0, 0),
        Case(new Shape(2, 0), 0, 1),
        new("Select(x, 0, 0) * Select(x, 0, 2)", x => Ops.Select(x[0], 0, 0) * Ops.Select(x[0], 0, 2), new WorkedInput(new Shape(3, 4)))
        {
            Reference = inputs => Reference.Elements(4, i => inputs[0][i] * inputs[0][i + 8]),
        },
        Refused(new Shape(5, 3), 0, 5, "no index 5", "[5, 3]", "index < 5"),
        Refused(new Shape(5, 3), 1, -1, "no index -1", "axis 1"),
        Refused(new Shape(5, 3), -3, 0, "no axis -3", "[5, 3]"),
        Refused(Shape.Scalar, 0, 0, "no axis 0", "[]"),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0].Remove(section.Axis);

    public int Offset(in Operands<T> inputs) => section.Offset(in inputs[0]);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Embed<T>.Of(call.Cotangent, in call.InputShape(0), section));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Select(call.Tangent(0), section.Axis, section.Start));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Select(call.Input(0), section.Axis + 1, section.Start);

    internal static WorkedCase<T> Case(Shape shape, int axis, int index) =>
        new($"Select({shape}, {axis}, {index})", x => Ops.Select(x[0], axis, index), new WorkedInput(shape))
        {
            Reference = Reference.Slice(shape, axis, index, 1),
        };

    private static WorkedCase<T> Refused(Shape shape, int axis, int index, params string[] words) =>
        new($"Select({shape}, {axis}, {index})", x => Ops.Select(x[0], axis, index), new WorkedInput(shape))
        {
            Refusal = ["Select", .. words],
        };
}

// A place that lies in pieces.
internal readonly struct SelectCopy<T>(Section section) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SelectCopy";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Select<T>.Case(new Shape(3, 5), 1, 4),
        Select<T>.Case(new Shape(2, 4, 3), -2, 0),
        Select<T>.Case(new Shape(2, 4, 3), 2, 1),
        Select<T>.Case(new Shape(0, 2), 1, 1),
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0].Remove(section.Axis);

    public void Forward(in ForwardCall<T> call) => section.Extract(in call.InputShape(0), call.Input(0), call.Output, call.Accumulate);

    public void Vjp(in VjpCall<T> call) => call.Add(0, Embed<T>.Of(call.Cotangent, in call.InputShape(0), section));

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Select(call.Tangent(0), section.Axis, section.Start));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Select(call.Input(0), section.Axis + 1, section.Start);
}

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Arrays of one shape side by side along a new axis, such as the steps of a sequence: <c>Stack(0, x)[i, ...] = x_i[...]</c>.</summary>
    /// <param name="axis">Where the new axis stands in the result; a negative one counts from the result's end.</param>
    /// <param name="inputs">At least one array, all of one shape.</param>
    /// <returns>The inputs' shape with a new axis, as long as there are inputs.</returns>
    /// <exception cref="ArgumentException">
    /// There is no input, no such place for an axis, the shapes differ, or the result would have more than <see cref="Shape.MaxRank"/> axes.
    /// </exception>
    /// <remarks>
    /// Derivative: <c>yDot = Stack(xDot_0, xDot_1, ...)</c>; <c>xBar_i = Select(yBar, axis, i)</c>. Saves nothing.
    /// Cost: one copy of the elements, forward and backward. Source: elementary.
    /// </remarks>
    public static Variable<T> Stack<T>(int axis, params ReadOnlySpan<Variable<T>> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (inputs.IsEmpty)
            OpErrors.NoInput(nameof(Stack));
        Shape shape = inputs[0].Shape;
        int at = axis < 0 ? axis + shape.Rank + 1 : axis;
        if ((uint)at > (uint)shape.Rank)
            OpErrors.NoSuchPlace(nameof(Stack), axis, shape);
        return inputs[0].Tape.Apply(new Stack<T>(at), inputs);
    }
}

internal readonly struct Stack<T>(int axis) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Stack";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(0, new Shape(2, 3), 4),
        Case(1, new Shape(2, 3), 2),
        Case(-1, new Shape(2, 3), 3),
        Case(0, Shape.Scalar, 3),
        Case(-2, new Shape(4), 2),
        Case(0, new Shape(2, 0), 2),
        Case(1, new Shape(5), 1),
        new("Stack(0, x, x * x, x)", x => Ops.Stack(0, x[0], x[0] * x[0], x[0]), new WorkedInput(new Shape(3)))
        {
            Reference = inputs => [.. inputs[0], .. Array.ConvertAll(inputs[0], v => v * v), .. inputs[0]],
        },
        Refused(0, "no input"),
        Refused(0, "input 1", new Shape(2, 3), new Shape(3)),
        Refused(3, "axis 3", new Shape(2, 3), new Shape(2, 3)),
        Refused(-4, "axis -4", new Shape(2, 3), new Shape(2, 3)),
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        for (int i = 1; i < inputs.Count; i++)
        {
            if (!inputs[0].Same(in inputs[i]))
                ShapesDiffer(i, inputs[0], inputs[i]);
        }

        return inputs[0].Insert(axis, inputs.Count);
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        int count = call.InputCount, inner = x.CountOf(axis, x.Rank);
        for (int i = 0; i < count; i++)
            Movement.PutSlice(call.Input(i), count, inner, i, 1, call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        for (int i = 0; i < call.InputCount; i++)
        {
            if (call.Wants(i))
                call.Add(i, Ops.Select(call.Cotangent, axis, i));
        }
    }

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Stack(axis, Tangents.OrZeros(in call)));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Stack(axis + 1, call.AllBatched());

    private static WorkedCase<T> Case(int axis, Shape shape, int count)
    {
        Shape[] shapes = new Shape[count];
        Array.Fill(shapes, shape);
        Shape one = shape.Insert(axis < 0 ? axis + shape.Rank + 1 : axis, 1);
        Shape[] parts = new Shape[count];
        Array.Fill(parts, one);
        return new(Call(axis, shapes), x => Ops.Stack(axis, x), Array.ConvertAll(shapes, s => new WorkedInput(s))) { Reference = Reference.Concatenate(axis, parts) };
    }

    private static WorkedCase<T> Refused(int axis, string words, params Shape[] shapes) =>
        new(Call(axis, shapes), x => Ops.Stack(axis, x), Array.ConvertAll(shapes, s => new WorkedInput(s)))
        {
            Refusal = ["Stack", words, .. Array.ConvertAll(shapes, s => s.ToString())],
        };

    private static string Call(int axis, Shape[] shapes) => $"Stack({axis}, {string.Join(", ", shapes)})";

    [DoesNotReturn]
    private static void ShapesDiffer(int input, Shape first, Shape other) => throw new ArgumentException(
        $"{Name}: shapes differ: input 0 is {first}, input {input} is {other}; need one shape. Concatenate joins arrays along an axis on which they may differ.");
}

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>Arrays one after the other along an axis that they have; <see cref="Stack"/> makes a new one.</summary>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="inputs">At least one array; all lengths but the axis's are equal.</param>
    /// <returns>Their elements in one array, whose axis is as long as the inputs' together; a single input itself.</returns>
    /// <exception cref="ArgumentException">There is no input, no such axis, or the other lengths differ.</exception>
    /// <remarks>
    /// Derivative: <c>yDot = Concatenate(xDot_0, xDot_1, ...)</c>; <c>xBar_i</c> is the part of <c>yBar</c> where <c>x_i</c> went.
    /// Saves nothing. Source: elementary.
    /// </remarks>
    public static Variable<T> Concatenate<T>(int axis, params ReadOnlySpan<Variable<T>> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (inputs.IsEmpty)
            OpErrors.NoInput(nameof(Concatenate));
        int at = inputs[0].Shape.Axis(axis, nameof(Concatenate));
        return inputs.Length == 1 ? inputs[0] : inputs[0].Tape.Apply(new Concatenate<T>(at), inputs);
    }
}

internal readonly struct Concatenate<T>(int axis) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "Concatenate";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(0, new Shape(2, 3), new Shape(4, 3)),
        Case(1, new Shape(2, 3), new Shape(2, 1), new Shape(2, 4)),
        Case(-2, new Shape(2, 1, 2), new Shape(2, 3, 2)),
        Case(0, new Shape(3), new Shape(0), new Shape(2)),
        Case(1, new Shape(0, 2), new Shape(0, 3)),
        Case(0, new Shape(2, 3)),
        new("Concatenate(0, x, x)", x => Ops.Concatenate(0, x[0], x[0]), new WorkedInput(new Shape(3))) { Reference = inputs => [.. inputs[0], .. inputs[0]] },
        Refused(0, "no input"),
        Refused(0, "input 1", new Shape(2, 3), new Shape(2, 4)),
        Refused(1, "input 2", new Shape(2, 3), new Shape(2, 4), new Shape(2)),
        Refused(2, "no axis 2", new Shape(2, 3), new Shape(2, 3)),
        Refused(0, "no axis 0", Shape.Scalar, Shape.Scalar),
    ];

    public Shape ShapeOf(in Operands<T> inputs)
    {
        long length = inputs[0][axis];
        for (int i = 1; i < inputs.Count; i++)
        {
            if (!Agree(in inputs[0], in inputs[i]))
                LengthsDiffer(axis, i, inputs[0], inputs[i]);
            length += inputs[i][axis];
        }

        return inputs[0].With(axis, Shape.Length(length));
    }

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape y = ref call.OutputShape;
        int length = y[axis], inner = y.CountOf(axis + 1, y.Rank), at = 0;
        for (int i = 0; i < call.InputCount; i++)
        {
            int count = call.InputShape(i)[axis];
            Movement.PutSlice(call.Input(i), length, inner, at, count, call.Output, call.Accumulate);
            at += count;
        }
    }

    public void Vjp(in VjpCall<T> call)
    {
        int at = 0;
        for (int i = 0; i < call.InputCount; i++)
        {
            int length = call.InputShape(i)[axis];
            if (call.Wants(i))
                call.Add(i, Ops.Slice(call.Cotangent, axis, at, length));
            at += length;
        }
    }

    public void Jvp(in JvpCall<T> call) => call.Add(Ops.Concatenate(axis, Tangents.OrZeros(in call)));

    public Variable<T> Batch(in BatchCall<T> call) => Ops.Concatenate(axis + 1, call.AllBatched());

    private bool Agree(in Shape a, in Shape b)
    {
        if (a.Rank != b.Rank)
            return false;
        for (int i = 0; i < a.Rank; i++)
        {
            if (i != axis && a[i] != b[i])
                return false;
        }

        return true;
    }

    private static WorkedCase<T> Case(int axis, params Shape[] shapes) => new(Call(axis, shapes), x => Ops.Concatenate(axis, x), Array.ConvertAll(shapes, s => new WorkedInput(s)))
    {
        Reference = Reference.Concatenate(axis, shapes),
    };

    private static WorkedCase<T> Refused(int axis, string words, params Shape[] shapes) =>
        new(Call(axis, shapes), x => Ops.Concatenate(axis, x), Array.ConvertAll(shapes, s => new WorkedInput(s)))
        {
            Refusal = ["Concatenate", words, .. Array.ConvertAll(shapes.Length == 2 ? shapes : [], s => s.ToString())],
        };

    private static string Call(int axis, Shape[] shapes) => $"Concatenate({axis}, {string.Join(", ", shapes)})";

    [DoesNotReturn]
    private static void LengthsDiffer(int axis, int input, Shape first, Shape other) => throw new ArgumentException(
        $"{Name}: shapes differ beside axis {axis}: input 0 is {first}, input {input} is {other}; "
            + $"need as many axes, and equal lengths on all but axis {axis}. Stack arrays of one shape to make a new axis.");
}

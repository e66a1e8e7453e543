using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

// Choices by a mask are compositions; their cases stand with Where and Gather.
public static partial class Ops
{
    /// <summary>A mask of 1 for true and 0 for false, as <see cref="Where"/>, <see cref="MaskedFill"/> and <see cref="MaskedSelect"/> take it; a constant.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="tape">Where to put it.</param>
    /// <param name="mask">The truth values, row-major.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <returns>The mask.</returns>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Variable<T> Mask<T>(Tape<T> tape, ReadOnlySpan<bool> mask, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (mask.Length != shape.Count)
            IndexErrors.MaskDiffers(mask.Length, shape);
        Variable<T> y = tape.Fill(T.Zero, shape);
        Span<T> values = tape.ValuesAt(y.Index);
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i])
                values[i] = T.One;
        }

        return y;
    }

    /// <summary>One value where a mask is set: <c>y = value</c> where the mask is not 0, else <c>y = x</c>, with broadcasting.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="mask">What is compared with 0; NaN is not 0.</param>
    /// <param name="value">What stands where the mask is set, such as -infinity before a <see cref="Softmax"/>.</param>
    /// <returns>The result, of the common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks><see cref="Where"/> with a constant: <c>xBar</c> is <c>yBar</c> where the mask is 0, else 0. Saves the mask.</remarks>
    public static Variable<T> MaskedFill<T>(Variable<T> x, Variable<T> mask, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape.Broadcast(x.Shape, mask.Shape, nameof(MaskedFill));
        return Where(mask, x.Tape.Constant(value), x);
    }

    /// <summary>The elements where a mask is set, one after the other.</summary>
    /// <param name="x">Any array.</param>
    /// <param name="mask">What is compared with 0, of <paramref name="x"/>'s shape; NaN is not 0.</param>
    /// <returns>The chosen elements, row-major, <c>[count]</c>; how many they are depends on the mask's values.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <remarks>
    /// <see cref="Gather{T}(Variable{T}, ReadOnlySpan{int})"/> of the elements' numbers: <c>xBar</c> is <c>yBar</c> put back, zeros elsewhere.
    /// No derivative flows to the mask. Saves the numbers.
    /// </remarks>
    public static Variable<T> MaskedSelect<T>(Variable<T> x, Variable<T> mask)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        if (mask.Shape != shape)
            IndexErrors.MaskShapeDiffers(nameof(MaskedSelect), shape, mask.Shape);
        ReadOnlySpan<T> set = mask.Values;
        int count = 0;
        foreach (T value in set)
            count += value == T.Zero ? 0 : 1;
        Indices indices = x.Tape.KeepRoom(count, out Span<int> places);
        for (int i = 0, next = 0; next < count; i++)
        {
            if (set[i] != T.Zero)
                places[next++] = i;
        }

        return x.Tape.Apply(new Gather<T>(indices), Reshape(x, new Shape(shape.Count)));
    }

    internal static IEnumerable<WorkedCase<T>> MaskedFillCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return
        [
            new("MaskedFill([2, 3], [3], -1)", x => MaskedFill(x[0], Mask(x[0].Tape, [true, false, true], new Shape(3)), -T.One), new WorkedInput(new Shape(2, 3)))
            {
                Reference = inputs => Reference.Elements(6, i => i % 3 == 1 ? inputs[0][i] : -1),
            },
            new("MaskedFill(x, Relu(x), 3)", x => MaskedFill(x[0], Relu(x[0]), T.CreateTruncating(3)), new WorkedInput(new Shape(2, 3)))
            {
                Reference = Reference.Of(v => v > 0 ? 3 : v),
            },
            new("MaskedFill(x, [true], 3)", x => MaskedFill(x[0], Mask(x[0].Tape, [true], Shape.Scalar), T.CreateTruncating(3)), new WorkedInput(Shape.Scalar))
            {
                Reference = Reference.Of(_ => 3),
                Specials = [new([double.NaN], 3) { Slopes = [0] }],
            },
            new("MaskedFill([2, 3], [2], 0)", x => MaskedFill(x[0], x[1], T.Zero), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(2)))
            {
                Refusal = ["MaskedFill", "[2, 3]", "[2]"],
            },
            new("Mask([true], [2])", x => Mask(x[0].Tape, [true], new Shape(2)), new WorkedInput(Shape.Scalar)) { Refusal = ["Mask", "1 ", "[2]"] },
        ];
    }

    internal static IEnumerable<WorkedCase<T>> MaskedSelectCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return
        [
            new("MaskedSelect([2, 3], ...)", x => MaskedSelect(x[0], Mask(x[0].Tape, [true, false, true, false, false, true], new Shape(2, 3))), new WorkedInput(new Shape(2, 3)))
            {
                Reference = inputs => [inputs[0][0], inputs[0][2], inputs[0][5]],
            },
            new("MaskedSelect([3], none)", x => MaskedSelect(x[0], Mask(x[0].Tape, [false, false, false], new Shape(3))), new WorkedInput(new Shape(3))) { Reference = _ => [] },
            new("MaskedSelect([], set)", x => MaskedSelect(x[0], Mask(x[0].Tape, [true], Shape.Scalar)), new WorkedInput(Shape.Scalar)) { Reference = inputs => [inputs[0][0]] },
            new("MaskedSelect([2, 3], [3])", x => MaskedSelect(x[0], x[1]), new WorkedInput(new Shape(2, 3)), new WorkedInput(new Shape(3)))
            {
                Refusal = ["MaskedSelect", "[2, 3]", "[3]"],
            },
        ];
    }
}

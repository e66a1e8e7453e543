using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>
    /// <see cref="Dropout"/> whose rows say which row of the mask is theirs: <c>y[i, j] = m[rows[i], j] · x[i, j] / (1 - probability)</c>. Rows of one
    /// number have one mask, as the steps of a sequence under locked dropout have; and a row has the same mask wherever it stands.
    /// </summary>
    /// <param name="x">Rows <c>[..., features]</c>.</param>
    /// <param name="probability">The probability of dropping, from 0 to less than 1, in steps of 2^-32.</param>
    /// <param name="key">Names the mask: element j of row i is decided by number <c>first + rows[i] · features + j</c> of the key's stream.</param>
    /// <param name="rows">Which row of the mask each row of <paramref name="x"/> has, from 0. They are copied; a number may come often.</param>
    /// <param name="first">The number of the mask's first element, where it is a part of a larger one.</param>
    /// <returns>The elements kept, of <paramref name="x"/>'s shape; <paramref name="x"/> itself where the probability is 0.</returns>
    /// <exception cref="ArgumentException">The probability is below 0, at least 1, or NaN; there is not one number for each row; or one is negative.</exception>
    /// <remarks>
    /// With the numbers 0, 1, 2, ... it is <see cref="Dropout"/>. Derivative: the same operation on <c>xDot</c> and <c>yBar</c>. Saves the numbers; the mask is computed
    /// anew. A dropped infinity or NaN gives NaN. Source: Gal and Ghahramani, "A theoretically grounded application of dropout in recurrent neural networks" (2016).
    /// </remarks>
    public static Variable<T> DropoutRows<T>(Variable<T> x, double probability, RandomKey key, ReadOnlySpan<int> rows, ulong first = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(probability >= 0 && probability < 1))
            NotAProbability(nameof(DropoutRows), probability);
        Shape shape = x.Shape;
        IndexErrors.CheckHasAxis(nameof(DropoutRows), in shape);
        int count = shape.CountOf(0, shape.Rank - 1);
        if (rows.Length != count)
            IndexErrors.CountsDiffer(nameof(DropoutRows), shape, count, rows.Length);
        IndexErrors.CheckIndices(nameof(DropoutRows), rows, int.MaxValue);
        return probability == 0 ? x : x.Tape.Apply(new DropoutRows<T>(probability, key, x.Tape.Keep(rows), first), x);
    }
}

internal readonly struct DropoutRows<T>(double probability, RandomKey key, Indices rows, ulong first) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "DropoutRows";

    public static bool CanAccumulate => true;

    public static bool CanOverwrite => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(new Shape(3, 4), 0.5, new RandomKey(7, 3), 0, 1, 2, 0),
        Case(new Shape(4, 5), 0.5, new RandomKey(7, 3), 0, 2, 0, 0, 9),
        Case(new Shape(2, 2, 7), 0.3, new RandomKey(1, 3), 1001, 1, 0, 1, 4),
        Case(new Shape(2, 300), 0.1, new RandomKey(ulong.MaxValue, 1), 3, 1, 1),
        Case(new Shape(5), 0.5, new RandomKey(7, 3), 0, 3),
        Case(new Shape(2, 0), 0.5, default, 0, 1, 2),
        Case(new Shape(0, 3), 0.5, default, 0),
        new("DropoutRows(x, 0)", x => Ops.DropoutRows(x[0], 0, default, [1, 0]), new WorkedInput(new Shape(2, 3))) { Reference = Reference.Of(v => v) },
        Refused(1, [0, 1], "1;"),
        Refused(double.NaN, [0, 1], "NaN"),
        Refused(0.5, [0], "2 rows", "1 indices", "[2, 3]"),
        Refused(0.5, [0, -1], "index -1", "position 1"),
        new("DropoutRows([])", x => Ops.DropoutRows(x[0], 0.5, default, []), new WorkedInput(Shape.Scalar)) { Refusal = ["DropoutRows", "[]"] },
    ];

    public Shape ShapeOf(in Operands<T> inputs) => inputs[0];

    public void Forward(in ForwardCall<T> call)
    {
        int width = call.InputShape(0)[-1];
        ReadOnlySpan<int> numbers = call.Read(rows);
        for (int row = 0; row < numbers.Length; row++)
        {
            ulong start = first + ((ulong)numbers[row] * (ulong)width);
            Dropout<T>.Drop(call.Input(0).Slice(row * width, width), probability, key, start, call.Output.Slice(row * width, width), call.Accumulate);
        }
    }

    public void Vjp(in VjpCall<T> call) => call.Add(0, Of(call.Cotangent));

    public void Jvp(in JvpCall<T> call) => call.Add(Of(call.Tangent(0)));

    // All examples have one mask: that of the example that the operation was written for.
    public Variable<T> Batch(in BatchCall<T> call) => call.Input(0) * Of(call.Tape.Fill(T.One, call.InputShape(0)));

    private Variable<T> Of(Variable<T> x) => x.Tape.Apply(this, x);

    private static WorkedCase<T> Case(Shape shape, double probability, RandomKey key, ulong first, params int[] rows) =>
        new(
            FormattableString.Invariant($"DropoutRows({shape}, {probability}, {key}, {ShapeErrors.Text(rows)}, {first})"),
            x => Ops.DropoutRows(x[0], probability, key, rows, first),
            new WorkedInput(shape))
        {
            Reference = inputs => Reference.Elements(shape.Count, i =>
            {
                ulong number = first + ((ulong)rows[i / shape[-1]] * (ulong)shape[-1]) + (ulong)(i % shape[-1]);
                uint word = (uint)(CounterRandom.Block(key.Seed, number / 4, key.Stream) >> (32 * (int)(number % 4)));
                return word < Math.Round((1 - probability) * 4294967296) ? inputs[0][i] / (1 - probability) : 0;
            }),
        };

    private static WorkedCase<T> Refused(double probability, int[] rows, params string[] words) =>
        new(
            FormattableString.Invariant($"DropoutRows(x, {probability}, {ShapeErrors.Text(rows)})"),
            x => Ops.DropoutRows(x[0], probability, default, rows),
            new WorkedInput(new Shape(2, 3)))
        { Refusal = ["DropoutRows", .. words] };
}

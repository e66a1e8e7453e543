using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

public static partial class Ops
{
    /// <summary>One row for each bag of numbers: the sum, mean or largest elements of the table's rows that are in the bag.</summary>
    /// <param name="table">Rows <c>[count, ...]</c>.</param>
    /// <param name="indices">The rows in all the bags, one bag after the other, from 0. They are copied; a row may come often.</param>
    /// <param name="starts">Where each bag starts in <paramref name="indices"/>: the first at 0, each where the one before ends. A bag may be empty.</param>
    /// <param name="reduction">What becomes of the rows in a bag.</param>
    /// <returns>The bags' rows, <c>[bags, ...]</c>.</returns>
    /// <exception cref="ArgumentException">
    /// The table is a scalar, an index is not one of its rows, the starts do not begin at 0, descend, or pass the last index, or there is no such reduction.
    /// </exception>
    /// <remarks>
    /// Derivative: that of <see cref="Gather{T}(Variable{T}, ReadOnlySpan{int})"/> followed by <see cref="ScatterAdd{T}(Variable{T}, ReadOnlySpan{int}, int)"/>
    /// to the bags, divided by their sizes for a mean. A largest element takes the whole derivative; of equal ones the first in the bag does, since a
    /// row that comes twice always equals itself. NaN counts as the largest. Saves the rows and the indices. Source: PyTorch, nn.EmbeddingBag.
    /// </remarks>
    public static Variable<T> EmbeddingBag<T>(Variable<T> table, ReadOnlySpan<int> indices, ReadOnlySpan<int> starts, BagReduction reduction = BagReduction.Sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = table.Shape;
        IndexErrors.CheckHasAxis(nameof(EmbeddingBag), in shape);
        IndexErrors.CheckIndices(nameof(EmbeddingBag), indices, shape[0]);
        CheckStarts(starts, indices.Length);
        if (!Enum.IsDefined(reduction))
            throw new ArgumentException($"EmbeddingBag: there is no reduction {(int)reduction}; need one of {string.Join(", ", Enum.GetNames<BagReduction>())}.");
        Variable<T> rows = Gather(table, indices);
        return reduction is BagReduction.Max ? LargestOfBags(rows, starts) : SumsOfBags(rows, starts, reduction is BagReduction.Mean);
    }

    internal static IEnumerable<WorkedCase<T>> EmbeddingBagCases<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return
        [
            Case(new Shape(5, 3), [4, 0, 4, 1], [0, 3], BagReduction.Sum),
            Case(new Shape(5, 3), [4, 0, 4, 1], [0, 3, 3], BagReduction.Mean),
            Case(new Shape(5, 3), [4, 0, 4, 1], [0, 0, 3], BagReduction.Max),
            Case(new Shape(5, 2, 2), [1, 2, 3], [0, 2], BagReduction.Mean),
            Case(new Shape(5, 2, 2), [1, 2, 3, 3], [0, 3], BagReduction.Max),
            Case(new Shape(4), [1, 2, 3], [0], BagReduction.Max),
            Case(new Shape(4), [], [0, 0], BagReduction.Mean),
            Case(new Shape(4, 2), [], [], BagReduction.Max),
            Refused(new Shape(3, 2), [0, 3], [0], "index 3", "position 1", "3 places"),
            Refused(new Shape(3, 2), [0, 1], [1], "starts", "[1]"),
            Refused(new Shape(3, 2), [0, 1], [0, 2, 1], "starts", "[0, 2, 1]"),
            Refused(new Shape(3, 2), [0, 1], [0, 3], "starts", "[0, 3]", "2 indices"),
            Refused(new Shape(3, 2), [0, 1], [], "starts", "[]", "2 indices"),
            Refused(Shape.Scalar, [0], [0], "[]"),
            new("EmbeddingBag of no reduction", x => EmbeddingBag(x[0], [0], [0], (BagReduction)7), new WorkedInput(new Shape(3, 2)))
            {
                Refusal = ["EmbeddingBag", "no reduction 7", "Sum, Mean, Max"],
            },
        ];

        static WorkedCase<T> Case(Shape table, int[] indices, int[] starts, BagReduction reduction) =>
            new(
                $"EmbeddingBag({table}, {ShapeErrors.Text(indices)}, {ShapeErrors.Text(starts)}, {reduction})",
                x => EmbeddingBag(x[0], indices, starts, reduction),
                new WorkedInput(table))
            {
                ReadsNumbers = reduction == BagReduction.Max,
                Reference = inputs =>
                {
                    int width = table.Remove(0).Count;
                    return Reference.Elements(starts.Length * width, i =>
                    {
                        int bag = i / width, end = bag + 1 < starts.Length ? starts[bag + 1] : indices.Length, size = end - starts[bag];
                        double sum = 0, largest = size == 0 ? 0 : double.NegativeInfinity;
                        foreach (int row in indices[starts[bag]..end])
                        {
                            sum += inputs[0][(row * width) + (i % width)];
                            largest = Math.Max(largest, inputs[0][(row * width) + (i % width)]);
                        }

                        return reduction is BagReduction.Max ? largest : reduction is BagReduction.Sum || size == 0 ? sum : sum / size;
                    });
                },
            };

        static WorkedCase<T> Refused(Shape table, int[] indices, int[] starts, params string[] words) =>
            new($"EmbeddingBag({table}, {ShapeErrors.Text(indices)}, {ShapeErrors.Text(starts)})", x => EmbeddingBag(x[0], indices, starts), new WorkedInput(table))
            {
                Refusal = ["EmbeddingBag", .. words],
            };
    }

    private static int EndOf(ReadOnlySpan<int> starts, int bag, int rows) => bag + 1 < starts.Length ? starts[bag + 1] : rows;

    private static Variable<T> SumsOfBags<T>(Variable<T> rows, ReadOnlySpan<int> starts, bool mean)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = rows.Tape;
        Shape shape = rows.Shape;
        Indices bags = tape.KeepRoom(shape[0], out Span<int> bagOf);
        for (int bag = 0; bag < starts.Length; bag++)
            bagOf[starts[bag]..EndOf(starts, bag, shape[0])].Fill(bag);
        Variable<T> sums = tape.Apply(new ScatterAdd<T>(bags, starts.Length), rows);
        if (!mean)
            return sums;

        // A column of the bags' sizes, at least 1.
        Span<int> lengths = stackalloc int[Shape.MaxRank];
        lengths.Fill(1);
        lengths[0] = starts.Length;
        Variable<T> sizes = tape.Fill(T.One, new Shape(lengths[..shape.Rank]));
        Span<T> values = tape.ValuesAt(sizes.Index);
        for (int bag = 0; bag < starts.Length; bag++)
            values[bag] = T.CreateTruncating(Math.Max(1, EndOf(starts, bag, shape[0]) - starts[bag]));
        return sums / sizes;
    }

    private static Variable<T> LargestOfBags<T>(Variable<T> rows, ReadOnlySpan<int> starts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = rows.Shape;
        int width = shape.CountOf(1, shape.Rank);
        Indices largest = rows.Tape.KeepRoom(starts.Length * width, out Span<int> places);
        ReadOnlySpan<T> values = rows.Values;
        for (int bag = 0; bag < starts.Length; bag++)
        {
            int start = starts[bag], end = EndOf(starts, bag, shape[0]);
            for (int column = 0; column < width; column++)
            {
                int best = start == end ? Along.Nowhere : start;
                for (int row = start + 1; row < end; row++)
                {
                    T value = values[(row * width) + column], most = values[(best * width) + column];
                    if (value > most || (T.IsNaN(value) && !T.IsNaN(most)))
                        best = row;
                }

                places[(bag * width) + column] = best;
            }
        }

        return rows.Tape.Apply(new TakeAlong<T>(largest, 0, starts.Length), rows);
    }

    private static void CheckStarts(ReadOnlySpan<int> starts, int indices)
    {
        bool fits = starts.IsEmpty ? indices == 0 : starts[0] == 0 && starts[^1] <= indices;
        for (int i = 1; i < starts.Length; i++)
            fits &= starts[i] >= starts[i - 1];
        if (!fits)
            StartsDoNotFit(starts, indices);
    }

    [DoesNotReturn]
    private static void StartsDoNotFit(ReadOnlySpan<int> starts, int indices) => throw new ArgumentException(
        $"{nameof(EmbeddingBag)}: the starts do not divide the indices into bags: starts {ShapeErrors.Text(starts)}, {indices} indices; "
            + $"need the first start 0, none before the one ahead of it, and none beyond {indices}.");
}

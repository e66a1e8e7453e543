using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff;

// An equation is made of products, sums and reordered axes; its cases stand with MatMul.
public static partial class Ops
{
    /// <summary>Einstein's summation: products of operands, summed over every label that the result does not name. <c>"bij,bjk->bik"</c> is a batch of matrix products.</summary>
    /// <param name="equation">
    /// A term for each operand, separated by commas, each with one letter for each axis, upper or lower case; then, after <c>-></c>, the result's axes in order.
    /// Without <c>-></c> the result has the labels that appear once, in alphabetical order. A letter twice in a term takes the diagonal. <c>...</c> stands for the axes without a
    /// letter, which broadcast, aligned at their ends; without <c>-></c> they come first in the result, and where the result does not name them they are summed over.
    /// Axes of length 1 stretch. Spaces are ignored.
    /// </param>
    /// <param name="operands">At least one array.</param>
    /// <returns>The sums, with the axes that the result names.</returns>
    /// <exception cref="ArgumentException">
    /// The equation is not one, does not fit the operands, or needs an array of more than <see cref="Shape.MaxRank"/> axes on the way.
    /// </exception>
    /// <remarks>
    /// Operands are multiplied two at a time, by batched matrix products, which need no copy where an operand's axes are in a fitting order; of up to 8
    /// operands in the order with the fewest multiplications, of more in the order in which intermediate arrays grow least. Derivatives are those of the
    /// steps. With more than 64 operands a call allocates. Source: NumPy, "einsum", for the notation.
    /// </remarks>
    /// <example><code>Variable&lt;double&gt; y = Einsum("bi,ij,bj->b", x, weight, x); // quadratic forms</code></example>
    public static Variable<T> Einsum<T>(string equation, params ReadOnlySpan<Variable<T>> operands)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int MostOnStack = 64;
        Span<EinsumLabels> labels = operands.Length <= MostOnStack ? stackalloc EinsumLabels[operands.Length] : new EinsumLabels[operands.Length];
        Span<int> lengths = stackalloc int[EinsumLabels.Most];
        EinsumLabels result = EinsumEquation.Read(equation, operands, labels, lengths);
        Tape<T> tape = operands[0].Tape;
        TapeMark before = tape.Mark;
        EinsumTerm<T>[] rented = ArrayPool<EinsumTerm<T>>.Shared.Rent(operands.Length);
        try
        {
            Span<EinsumTerm<T>> terms = rented.AsSpan(0, operands.Length);
            for (int i = 0; i < operands.Length; i++)
                terms[i] = EinsumTerm<T>.Of(operands[i], labels[i], lengths);
            return EinsumPlan.Contract(terms, result, lengths).Ordered(result).Value;
        }
        catch
        {
            tape.Truncate(in before);
            throw;
        }
        finally
        {
            ArrayPool<EinsumTerm<T>>.Shared.Return(rented, clearArray: true);
        }
    }
}

// References by a loop over all values of all labels.
internal static class EinsumCases
{
    public static IEnumerable<WorkedCase<T>> Of<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        Case<T>("ij,jk->ik", "ij,jk->ik", new(2, 3), new(3, 4)),
        Case<T>("ij,jk->ki", "ij,jk->ki", new(2, 3), new(3, 4)),
        Case<T>("ij,jk", "ij,jk->ik", new(2, 3), new(3, 4)),
        Case<T>("kj,jI", "kj,jI->Ik", new(2, 3), new(3, 4)),
        Case<T>("bij, bkj -> bik", "bij,bkj->bik", new(2, 3, 4), new(2, 2, 4)),
        Case<T>("jib,jkb->bik", "jib,jkb->bik", new(4, 3, 2), new(4, 2, 2)),
        Case<T>("ij->ji", "ij->ji", new Shape(2, 3)),
        Case<T>("ij->", "ij->", new Shape(2, 3)),
        Case<T>("ij->j", "ij->j", new Shape(2, 3)),
        Case<T>("ii->i", "ii->i", new Shape(3, 3)),
        Case<T>("ii", "ii->", new Shape(3, 3)),
        Case<T>("bijaj->jib", "bijaj->jib", new Shape(2, 2, 3, 2, 3)),
        Case<T>("iii->i", "iii->i", new Shape(2, 2, 2)),
        Case<T>("i,i", "i,i->", new(4), new(4)),
        Case<T>("i,i->i", "i,i->i", new(4), new(4)),
        Case<T>("i,j->ij", "i,j->ij", new(3), new(2)),
        Case<T>("bi,bj->bji", "bi,bj->bji", new(2, 3), new(2, 2)),
        Case<T>("bi,bi->b", "bi,bi->b", new(2, 3), new(2, 3)),
        Case<T>("ij,kl->", "ij,kl->", new(2, 3), new(2, 2)),
        Case<T>("ij,j->ij", "ij,j->ij", new(2, 3), new(1)),
        Case<T>("bi,ij,bj->b", "bi,ij,bj->b", new(2, 3), new(3, 4), new(2, 4)),
        Case<T>("ab,bc,cd,de->ae", "ab,bc,cd,de->ae", new(2, 3), new(3, 2), new(2, 4), new(4, 2)),
        Case<T>("a,a,a->a", "a,a,a->a", new(3), new(3), new(3)),
        Case<T>("ab,bc,cd,de,ea,a,b,c,d->", "ab,bc,cd,de,ea,a,b,c,d->", new(2, 2), new(2, 1), new(1, 2), new(2, 3), new(3, 2), new(2), new(2), new(1), new(2)),
        Case<T>("...ij,...jk->...ik", "xyij,yjk->xyik", new(2, 3, 2, 2), new(3, 2, 3)),
        Case<T>("...i,...i", "xyi,yi->xy", new(2, 3, 2), new(3, 2)),
        Case<T>("i...,i->...", "ixy,i->xy", new(2, 3, 2), new(2)),
        Case<T>("...->", "xy->", new Shape(2, 3)),
        Case<T>("...ii->...i", "xii->xi", new Shape(2, 3, 3)),
        Case<T>("ij,jk->ik", "ij,jk->ik", new(2, 0), new(0, 3)),
        Case<T>(",->", ",->", Shape.Scalar, Shape.Scalar),
        Refused<T>("ij,jk->ik", ["lengths differ", "'j'", "[4, 2]", "operand 1"], new(2, 3), new(4, 2)),
        Refused<T>("ij,jk->ik", ["operands and equation", "names 2", "there are 1"], new Shape(2, 3)),
        Refused<T>("ij->i", ["operands and equation", "names 1", "there are 2"], new(2, 3), new(2, 3)),
        Refused<T>("ijk->i", ["labels and axes", "3 letters", "[2, 3]", "2 axes"], new Shape(2, 3)),
        Refused<T>("ij...k->i", ["labels and axes", "no more letters"], new Shape(2, 3)),
        Refused<T>("ij->ik", ["unknown label", "'k'"], new Shape(2, 3)),
        Refused<T>("ij->ii", ["repeated label", "'i'"], new Shape(2, 3)),
        Refused<T>("ij1->i", ["not an equation", "'1'"], new Shape(2, 3)),
        Refused<T>("i.j->i", ["not an equation", "dots"], new Shape(2, 3)),
        Refused<T>("......->", ["not an equation", "dots"], new Shape(2, 3)),
        Refused<T>("abcde,fghij->abcdefghij", ["more than 8 axes"], new(1, 1, 1, 1, 1), new(1, 1, 1, 1, 1)),
    ];

    private static WorkedCase<T> Case<T>(string equation, string inFull, params Shape[] shapes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new($"Einsum(\"{equation}\", {string.Join(", ", shapes)})", x => Ops.Einsum(equation, x), [.. shapes.Select(shape => new WorkedInput(shape))])
        {
            Reference = inputs => Sums(inFull, shapes, inputs),
        };

    private static WorkedCase<T> Refused<T>(string equation, string[] words, params Shape[] shapes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new($"Einsum(\"{equation}\", {string.Join(", ", shapes)})", x => Ops.Einsum(equation, x), [.. shapes.Select(shape => new WorkedInput(shape))])
        {
            Refusal = ["Einsum", .. words],
        };

    private static double[] Sums(string equation, Shape[] shapes, double[][] inputs)
    {
        string[] sides = equation.Split("->"), terms = sides[0].Split(',');
        char[] labels = [.. sides[1].Concat(sides[0].Where(char.IsAsciiLetter)).Distinct()];
        int Length(char label) =>
            Enumerable.Range(0, terms.Length)
                .Where(i => terms[i].Contains(label, StringComparison.Ordinal))
                .Max(i => shapes[i][terms[i].IndexOf(label, StringComparison.Ordinal)]);
        Shape all = new(Array.ConvertAll(labels, label => Length(label))), result = new([.. sides[1].Select(Length)]);
        double[] sums = new double[result.Count];
        for (int at = 0; at < all.Count; at++)
        {
            int[] coordinates = Reference.Coordinates(all, at);
            double product = 1;
            for (int i = 0; i < terms.Length; i++)
            {
                int[] own = [.. terms[i].Select((label, axis) => shapes[i][axis] == 1 ? 0 : coordinates[Array.IndexOf(labels, label)])];
                product *= inputs[i][Reference.Index(shapes[i], own)];
            }

            sums[Reference.Index(result, coordinates[..result.Rank])] += product;
        }

        return sums;
    }
}

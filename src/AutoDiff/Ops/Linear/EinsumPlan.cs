using System;
using System.Numerics;

namespace AutoDiff;

// In which order the operands of an equation are multiplied, two at a time.
internal static class EinsumPlan
{
    // Up to so many operands, all orders are compared: 3^n steps.
    private const int MostCompared = 8;

    // The terms become one, of the result's labels in any order. The span is overwritten.
    public static EinsumTerm<T> Contract<T>(Span<EinsumTerm<T>> terms, EinsumLabels result, ReadOnlySpan<int> lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (terms.Length == 1)
            return terms[0].Keep(result.Set);
        if (terms.Length > MostCompared)
            return Greedily(terms, result, lengths);
        Span<ulong> labels = stackalloc ulong[1 << terms.Length];
        Span<int> splits = stackalloc int[1 << terms.Length];
        Compare<T>(terms, result.Set, lengths, labels, splits);
        return Build<T>(terms, (1 << terms.Length) - 1, splits, result);
    }

    // The cheapest way to every subset of the operands, from the ways to its parts. Source: Pfeifer, Haegeman and Verstraete,
    // "Faster identification of optimal contraction sequences for tensor networks" (2014), without their pruning.
    private static void Compare<T>(ReadOnlySpan<EinsumTerm<T>> terms, ulong result, ReadOnlySpan<int> lengths, Span<ulong> labels, Span<int> splits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<double> costs = stackalloc double[splits.Length];
        for (int subset = 1; subset < splits.Length; subset++)
        {
            labels[subset] = LabelsOf(terms, subset) & Needed(terms, subset, result);
            costs[subset] = BitOperations.IsPow2(subset) ? 0 : double.PositiveInfinity;
            int lowest = subset & -subset;
            for (int part = (subset - 1) & subset; part > 0; part = (part - 1) & subset)
            {
                if ((part & lowest) == 0)
                    continue;
                double cost = costs[part] + costs[subset ^ part] + Count(labels[part] | labels[subset ^ part], lengths);
                if (cost < costs[subset] || splits[subset] == 0)
                    (costs[subset], splits[subset]) = (cost, part);
            }
        }
    }

    private static EinsumTerm<T> Build<T>(ReadOnlySpan<EinsumTerm<T>> terms, int subset, ReadOnlySpan<int> splits, EinsumLabels result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (BitOperations.IsPow2(subset))
            return terms[BitOperations.Log2((uint)subset)];
        EinsumTerm<T> left = Build(terms, splits[subset], splits, result), right = Build(terms, subset ^ splits[subset], splits, result);
        return EinsumTerm<T>.Contract(left, right, Needed(terms, subset, result.Set), result);
    }

    // The pair whose product takes the least memory more than its factors, of several the one with the fewest multiplications, again
    // and again. Source: Smith and Gray, "opt_einsum" (2018).
    private static EinsumTerm<T> Greedily<T>(Span<EinsumTerm<T>> terms, EinsumLabels result, ReadOnlySpan<int> lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; terms.Length > 1; terms = terms[..^1])
        {
            (int first, int second, (double, double) least) = (0, 1, (double.PositiveInfinity, 0));
            for (int i = 0; i < terms.Length; i++)
            {
                for (int j = i + 1; j < terms.Length; j++)
                {
                    ulong a = terms[i].Labels.Set, b = terms[j].Labels.Set;
                    double grown = Count((a | b) & NeededBeside<T>(terms, i, j, result.Set), lengths) - Count(a, lengths) - Count(b, lengths);
                    (double, double) cost = (grown, Count(a | b, lengths));
                    if (cost.CompareTo(least) < 0)
                        (first, second, least) = (i, j, cost);
                }
            }

            terms[first] = EinsumTerm<T>.Contract(terms[first], terms[second], NeededBeside<T>(terms, first, second, result.Set), result);
            terms[second] = terms[^1];
        }

        return terms[0];
    }

    private static ulong LabelsOf<T>(ReadOnlySpan<EinsumTerm<T>> terms, int subset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong labels = 0;
        for (int i = 0; i < terms.Length; i++)
            labels |= (subset >> i & 1) != 0 ? terms[i].Labels.Set : 0;
        return labels;
    }

    // What the result or an operand outside of the subset has.
    private static ulong Needed<T>(ReadOnlySpan<EinsumTerm<T>> terms, int subset, ulong result)
        where T : unmanaged, IFloatingPointIeee754<T> => result | LabelsOf(terms, ~subset);

    private static ulong NeededBeside<T>(ReadOnlySpan<EinsumTerm<T>> terms, int first, int second, ulong result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < terms.Length; i++)
            result |= i == first || i == second ? 0 : terms[i].Labels.Set;
        return result;
    }

    // Elements of an array with these labels; multiplications, if they are those of two factors.
    private static double Count(ulong labels, ReadOnlySpan<int> lengths)
    {
        double count = 1;
        for (; labels != 0; labels &= labels - 1)
            count *= lengths[BitOperations.TrailingZeroCount(labels)];
        return count;
    }
}

using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace AutoDiff;

// An equation such as "bij,bjk->bik", read against the shapes of its operands.
internal static class EinsumEquation
{
    private const string Ellipsis = "...";

    // The labels of every operand, and those of the result; `lengths` receives the length of every label.
    public static EinsumLabels Read<T>(string equation, ReadOnlySpan<Variable<T>> operands, Span<EinsumLabels> labels, Span<int> lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (operands.IsEmpty)
            OpErrors.NoInput(nameof(Ops.Einsum));
        int arrow = equation.IndexOf("->", StringComparison.Ordinal);
        ReadOnlySpan<char> rest = arrow < 0 ? equation : equation.AsSpan(0, arrow);
        lengths.Fill(-1);
        for (int operand = 0; operand < operands.Length; operand++)
        {
            int comma = rest.IndexOf(',');
            if (comma < 0 != (operand == operands.Length - 1))
                OperandsDiffer(equation, operands.Length);
            Shape shape = operands[operand].Shape;
            labels[operand] = ReadOperand(equation, comma < 0 ? rest : rest[..comma], operand, in shape);
            Measure(equation, operand, in shape, labels[operand], lengths);
            rest = rest[(comma + 1)..];
        }

        return arrow < 0 ? Implicit(labels[..operands.Length]) : ReadResult(equation, equation.AsSpan(arrow + 2), labels[..operands.Length]);
    }

    private static EinsumLabels ReadOperand(string equation, ReadOnlySpan<char> term, int operand, in Shape shape)
    {
        int letters = 0;
        foreach (char c in term)
            letters += char.IsAsciiLetter(c) ? 1 : 0;
        bool hasEllipsis = term.Contains(Ellipsis, StringComparison.Ordinal);
        if (hasEllipsis ? letters > shape.Rank : letters != shape.Rank)
            RankDiffers(equation, term, operand, shape, letters, hasEllipsis);
        EinsumLabels labels = default;
        for (int i = 0; i < term.Length; i++)
            labels = Next(equation, term, ref i, labels, shape.Rank - letters);
        return labels;
    }

    // Labels that appear once, in alphabetical order, after the ellipsis.
    private static EinsumLabels Implicit(ReadOnlySpan<EinsumLabels> operands)
    {
        ulong once = 0, twice = 0;
        foreach (EinsumLabels labels in operands)
        {
            for (int i = 0; i < labels.Count; i++)
            {
                ulong bit = 1UL << labels[i];
                twice |= once & bit;
                once |= bit;
            }
        }

        EinsumLabels result = default;
        for (int label = EinsumLabels.OfEllipsis(Shape.MaxRank); label < EinsumLabels.Most; label++)
            result = (once >> label & 1) != 0 ? result.Append(label) : result;
        for (int label = 1; !EinsumLabels.IsEllipsis(label); label++)
            result = ((once & ~twice) >> label & 1) != 0 ? result.Append(label) : result;
        return result;
    }

    private static EinsumLabels ReadResult(string equation, ReadOnlySpan<char> term, ReadOnlySpan<EinsumLabels> operands)
    {
        ulong known = 0;
        foreach (EinsumLabels labels in operands)
            known |= labels.Set;
        int axes = 0;
        while (axes < Shape.MaxRank && (known >> EinsumLabels.OfEllipsis(axes + 1) & 1) != 0)
            axes++;
        EinsumLabels result = default;
        for (int i = 0; i < term.Length; i++)
            result = Next(equation, term, ref i, result, axes);
        ulong seen = 0;
        for (int i = 0; i < result.Count; i++)
        {
            ulong bit = 1UL << result[i];
            if ((known & bit) == 0)
                UnknownLabel(equation, result[i]);
            if ((seen & bit) != 0)
                TwiceInResult(equation, result[i]);
            seen |= bit;
        }

        return result;
    }

    // One character more, or an ellipsis.
    private static EinsumLabels Next(string equation, ReadOnlySpan<char> term, ref int at, EinsumLabels labels, int axesOfEllipsis)
    {
        char c = term[at];
        if (c == ' ')
            return labels;
        int label = EinsumLabels.OfLetter(c);
        if (label > 0)
            return labels.Append(label);
        if (!term[at..].StartsWith(Ellipsis, StringComparison.Ordinal) || term[..at].Contains(Ellipsis, StringComparison.Ordinal))
            BadCharacter(equation, c);
        at += Ellipsis.Length - 1;
        for (int fromEnd = axesOfEllipsis; fromEnd > 0; fromEnd--)
            labels = labels.Append(EinsumLabels.OfEllipsis(fromEnd));
        return labels;
    }

    private static void Measure(string equation, int operand, in Shape shape, EinsumLabels labels, Span<int> lengths)
    {
        for (int axis = 0; axis < labels.Count; axis++)
        {
            ref int known = ref lengths[labels[axis]];
            int length = shape[axis];
            if (known >= 0 && known != length && known != 1 && length != 1)
                LengthsDiffer(equation, operand, shape, labels[axis], length, known);
            known = known is < 0 or 1 ? length : known;
        }
    }

    [DoesNotReturn]
    private static void OperandsDiffer(string equation, int operands)
    {
        int terms = 1;
        foreach (char c in equation)
            terms += c == ',' ? 1 : 0;
        throw new ArgumentException(
            $"{nameof(Ops.Einsum)}: operands and equation differ: \"{equation}\" names {terms}, but there are {operands}; need one term, separated by commas, for each operand.");
    }

    [DoesNotReturn]
    private static void RankDiffers(string equation, ReadOnlySpan<char> term, int operand, Shape shape, int letters, bool hasEllipsis) => throw new ArgumentException(
        $"{nameof(Ops.Einsum)}: labels and axes differ: in \"{equation}\" the term \"{term.ToString()}\" has {letters} letters, operand {operand} is "
            + $"{shape} with {shape.Rank} axes; need "
            + $"{(hasEllipsis ? "no more letters than axes" : "one letter for each axis. Write ... for axes without a letter?")}");

    [DoesNotReturn]
    private static void LengthsDiffer(string equation, int operand, Shape shape, int label, int length, int known) => throw new ArgumentException(
        $"{nameof(Ops.Einsum)}: lengths differ: in \"{equation}\" {EinsumLabels.Text(label)} is {length} in operand {operand}, which is {shape}, and "
            + $"{known} before; need lengths that are equal or 1.");

    [DoesNotReturn]
    private static void UnknownLabel(string equation, int label) => throw new ArgumentException(
        $"{nameof(Ops.Einsum)}: unknown label: the result of \"{equation}\" names {EinsumLabels.Text(label)}, which no operand has; need labels of the operands.");

    [DoesNotReturn]
    private static void TwiceInResult(string equation, int label) => throw new ArgumentException(
        $"{nameof(Ops.Einsum)}: repeated label: the result of \"{equation}\" names {EinsumLabels.Text(label)} twice; need each label at most once there.");

    [DoesNotReturn]
    private static void BadCharacter(string equation, char c) => throw new ArgumentException(
        $"{nameof(Ops.Einsum)}: not an equation: \"{equation}\" has "
            + $"{(c == '.' ? "dots that are not one ellipsis of three" : string.Create(CultureInfo.InvariantCulture, $"the character '{c}'"))}; "
            + $"need letters, \"...\" once a term, commas and one \"->\", as in \"bij,bjk->bik\".");
}

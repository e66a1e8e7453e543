using System;
using System.Diagnostics.CodeAnalysis;

namespace AutoDiff;

// The labels of an array's axes, a byte each: label i names axis i. Letters are 1 to 52, the axes of an ellipsis 53 to 60, counted
// from the end, so that aligned axes have one label. A set of labels has a bit for each.
internal readonly record struct EinsumLabels(ulong Packed, int Count)
{
    public const int Most = 64;

    private const int FirstOfEllipsis = 53;

    public ulong Set
    {
        get
        {
            ulong set = 0;
            for (int i = 0; i < Count; i++)
                set |= 1UL << this[i];
            return set;
        }
    }

    public int this[int axis] => (int)(Packed >> (8 * axis)) & 0xFF;

    public static int OfLetter(char letter) => letter switch
    {
        >= 'A' and <= 'Z' => letter - 'A' + 1,
        >= 'a' and <= 'z' => letter - 'a' + 27,
        _ => 0,
    };

    // In the order in which they stand: the outermost has the smallest label.
    public static int OfEllipsis(int fromEnd) => FirstOfEllipsis + Shape.MaxRank - fromEnd;

    public static bool IsEllipsis(int label) => label >= FirstOfEllipsis;

    // As errors name it.
    public static string Text(int label) =>
        IsEllipsis(label)
            ? $"axis -{FirstOfEllipsis + Shape.MaxRank - label} of the ellipsis"
            : $"'{(char)(label <= 26 ? 'A' + label - 1 : 'a' + label - 27)}'";

    public EinsumLabels Append(int label) => Count == Shape.MaxRank ? TooMany() : new(Packed | ((ulong)label << (8 * Count)), Count + 1);

    public EinsumLabels Remove(int axis)
    {
        ulong before = (1UL << (8 * axis)) - 1;
        return new((Packed & before) | ((Packed >> 8) & ~before), Count - 1);
    }

    // The labels of a set in the order in which they stand here, after those of another.
    public EinsumLabels Add(EinsumLabels source, ulong set)
    {
        EinsumLabels all = this;
        for (int i = 0; i < source.Count; i++)
        {
            if ((set >> source[i] & 1) != 0)
                all = all.Append(source[i]);
        }

        return all;
    }

    public int IndexOf(int label)
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i] == label)
                return i;
        }

        return -1;
    }

    // Where each of these labels stands in another order of them.
    public void In(EinsumLabels other, Span<int> axes)
    {
        for (int i = 0; i < Count; i++)
            axes[i] = other.IndexOf(this[i]);
    }

    [DoesNotReturn]
    private static EinsumLabels TooMany() => throw new ArgumentException(
        $"{nameof(Ops.Einsum)}: an intermediate or final array would have more than {Shape.MaxRank} axes; need at most that many. Merge axes with Reshape.");
}

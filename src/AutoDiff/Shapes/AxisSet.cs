using System;

namespace AutoDiff;

// The axes that a reduction goes over, and whether they stay with length 1: four bytes, so that an operation carries them inline.
internal readonly struct AxisSet
{
    private const int KeepBit = 1 << Shape.MaxRank;

    // Bit a stands for axis a, the bit after the last possible axis for keeping.
    private readonly int _bits;

    private AxisSet(int bits) => _bits = bits;

    public bool IsEmpty => (_bits & ~KeepBit) == 0;

    // The same axes, staying with length 1.
    public AxisSet Kept => new(_bits | KeepBit);

    private bool Keep => (_bits & KeepBit) != 0;

    public static AxisSet All(in Shape shape) => new((1 << shape.Rank) - 1);

    public static AxisSet Of(in Shape shape, ReadOnlySpan<int> axes, bool keep, string operation)
    {
        int bits = keep ? KeepBit : 0;
        foreach (int axis in axes)
        {
            int bit = 1 << shape.Axis(axis, operation);
            if ((bits & bit) != 0)
                ShapeErrors.AxisTwice(operation, axis, axes, shape);
            bits |= bit;
        }

        return new AxisSet(bits);
    }

    // The same axes of an array with one more axis in front.
    public AxisSet Shifted() => new(((_bits & ~KeepBit) << 1) | (_bits & KeepBit));

    public bool Contains(int axis) => (_bits >> axis & 1) != 0;

    // The result's shape.
    public Shape Reduce(in Shape shape)
    {
        if (Keep)
            return Stretchable(in shape);
        Span<int> lengths = stackalloc int[Shape.MaxRank];
        int rank = 0;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (!Contains(axis))
                lengths[rank++] = shape[axis];
        }

        return new Shape(lengths[..rank]);
    }

    // The result's elements under a shape that broadcasts to the whole: the axes that were gone over have length 1, or are
    // left out where they are the leading ones, since a reshape that changes nothing is no step at all.
    public Shape Stretchable(in Shape shape)
    {
        if (!Keep && AreLeading)
            return Reduce(in shape);
        Span<int> lengths = stackalloc int[Shape.MaxRank];
        for (int axis = 0; axis < shape.Rank; axis++)
            lengths[axis] = Contains(axis) ? 1 : shape[axis];
        return new Shape(lengths[..shape.Rank]);
    }

    // The innermost run of adjacent axes, kept, and the axes before it.
    public AxisSet LastRun(out AxisSet rest)
    {
        int axes = _bits & ~KeepBit, first = Shape.MaxRank - 1;
        while (first >= 0 && !Contains(first))
            first--;
        while (first >= 0 && Contains(first))
            first--;
        int before = axes & ((1 << (first + 1)) - 1);
        rest = new AxisSet(before | KeepBit);
        return new AxisSet((axes & ~before) | KeepBit);
    }

    // How many elements meet in each element of the result.
    public int CountOf(in Shape shape)
    {
        int count = 1;
        for (int axis = 0; axis < shape.Rank; axis++)
            count *= Contains(axis) ? shape[axis] : 1;
        return count;
    }

    // How many elements lie between one of adjacent axes' elements and the next.
    public int CountAfter(in Shape shape)
    {
        int last = shape.Rank - 1;
        while (last >= 0 && !Contains(last))
            last--;
        return shape.CountOf(last + 1, shape.Rank);
    }

    // An array around adjacent axes as [elements before them, of them, after them].
    public Shape Around(in Shape shape)
    {
        int first = 0;
        while (first < shape.Rank && !Contains(first))
            first++;
        return new Shape(first == shape.Rank ? 1 : shape.CountOf(0, first), CountOf(in shape), CountAfter(in shape));
    }

    // Bits 0 to n and no others: adding one then clears them all.
    private bool AreLeading => (_bits & (_bits + 1)) == 0;
}

using System;

namespace AutoDiff.Kernels;

// Where a gradient goes; nowhere if nobody wants it. The first to write may have to overwrite what is there.
internal ref struct Target<T>(Span<T> values, bool accumulate)
{
    public readonly Span<T> Values { get; } = values;

    public readonly bool IsWanted => !Values.IsEmpty;

    // Whether there is something to add to.
    public bool Accumulate { get; private set; } = accumulate;

    // The whole, for a writer that is not the last: says whether to add, and from now on everybody adds.
    public bool Open()
    {
        bool accumulate = Accumulate;
        Accumulate = true;
        return accumulate;
    }
}

using System;
using System.Collections.Generic;

namespace AutoDiff;

// While a function is recorded for one example and will be computed for all.
public sealed partial class Tape<T>
{
    // The entries that stand for one example of a batch, of all functions being recorded, the outer ones first.
    private readonly List<int> _examples = [];

    // Whether what is recorded will be computed again for a whole batch: derivatives are then made of operations, which can be.
    internal bool IsTracing => _examples.Count > 0;

    internal int BeginTrace(ReadOnlySpan<Variable<T>> examples)
    {
        int before = _examples.Count;
        foreach (Variable<T> example in examples)
            _examples.Add(example.Index);
        return before;
    }

    internal void EndTrace(int before) => _examples.RemoveRange(before, _examples.Count - before);

    // One example's number would be taken for that of all.
    private void RefuseExample(int index)
    {
        if (Reach.Any(this, [.. _examples], index))
            throw TapeErrors.ReadsExample(Describe(HandleOf(index)));
    }
}

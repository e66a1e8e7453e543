using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// A batched map over a tape: what was recorded for one example is walked once in its order and computed for all examples,
/// each operation by its batching rule, or for one example after the other where it has none.
/// </summary>
internal sealed class BatchPass<T>(Tape<T> tape, int size, BatchReport? report) : ExampleBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The entry that holds all examples of an entry that differs among them.
    private readonly Dictionary<int, int> _batched = [];

    // Entries that are the same for all examples, repeated because a rule asked for it.
    private readonly Dictionary<int, int> _repeated = [];

    public override Tape<T> Tape => tape;

    public override int Size => size;

    // From now on an entry stands for all these.
    public void Let(int index, Variable<T> all) => _batched[index] = all.Index;

    // Computes the roots for all examples. An operation that was recorded without differentiation stays so.
    public Variable<T>[] Run(ReadOnlySpan<Variable<T>> roots)
    {
        int end = 0, first = int.MaxValue;
        foreach (Variable<T> root in roots)
            end = Math.Max(end, root.Index + 1);
        foreach (int index in _batched.Keys)
            first = Math.Min(first, index);
        bool recording = tape.Recording;
        try
        {
            bool[] needed = Needed(roots, end);
            for (int i = first; i < end; i++)
            {
                if (!needed[i] || _batched.ContainsKey(i) || !AnyInputBatched(i))
                    continue;
                tape.Recording = recording && tape.EntryAt(i).Is(EntryFlags.Active);
                _batched[i] = Compute(i, report).Index;
            }
        }
        finally
        {
            tape.Recording = recording;
        }

        Variable<T>[] results = new Variable<T>[roots.Length];
        for (int i = 0; i < results.Length; i++)
            results[i] = Batched(roots[i].Index);
        return results;
    }

    public override Variable<T> Batched(int index)
    {
        if (AllOf(index) >= 0 || _repeated.ContainsKey(index))
            return tape.HandleOf(_batched.GetValueOrDefault(index, _repeated.GetValueOrDefault(index)));
        Variable<T> repeated = base.Batched(index);
        _repeated[index] = repeated.Index;
        return repeated;
    }

    protected override int AllOf(int index) => _batched.GetValueOrDefault(index, -1);

    private bool AnyInputBatched(int index)
    {
        for (int input = 0; input < tape.EntryAt(index).InputCount; input++)
        {
            if (IsBatched(tape.InputOf(index, input)))
                return true;
        }

        return false;
    }

    private bool[] Needed(ReadOnlySpan<Variable<T>> roots, int end)
    {
        bool[] needed = new bool[end];
        foreach (Variable<T> root in roots)
            needed[root.Index] = true;
        for (int i = end - 1; i >= 0; i--)
        {
            for (int input = 0; needed[i] && input < tape.EntryAt(i).InputCount; input++)
                needed[tape.InputOf(i, input)] = true;
        }

        return needed;
    }
}

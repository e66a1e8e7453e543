using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// A batched map over a tape: what was recorded for one example is walked once in its order and computed for all examples,
/// each operation by its batching rule, or for one example after the other where it has none.
/// </summary>
internal sealed class BatchPass<T>(Tape<T> tape, int size, BatchReport? report) : Batching<T>
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
                _batched[i] = Compute(i).Index;
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

    public override bool IsBatched(int index) => _batched.ContainsKey(index);

    public override Variable<T> Input(int index) => tape.HandleOf(_batched.GetValueOrDefault(index, index));

    public override Variable<T> Batched(int index)
    {
        if (_batched.TryGetValue(index, out int all))
            return tape.HandleOf(all);
        if (!_repeated.TryGetValue(index, out int repeated))
        {
            repeated = Ops.BroadcastTo(tape.HandleOf(index), tape.EntryAt(index).Shape.Insert(0, size)).Index;
            _repeated[index] = repeated;
        }

        return tape.HandleOf(repeated);
    }

    public override Variable<T> Aligned(int index, int rank)
    {
        if (!_batched.TryGetValue(index, out int all))
            return tape.HandleOf(index);
        Shape shape = tape.EntryAt(index).Shape;
        while (shape.Rank < rank)
            shape = shape.Insert(0, 1);
        return Ops.Reshape(tape.HandleOf(all), shape.Insert(0, size));
    }

    // An operation need not broadcast, so what has the result's shape is repeated; what has another is stretched already.
    public override Variable<T> Elementwise(int entry)
    {
        Shape shape = tape.EntryAt(entry).Shape;
        Variable<T>[] inputs = new Variable<T>[tape.EntryAt(entry).InputCount];
        for (int i = 0; i < inputs.Length; i++)
        {
            int input = tape.InputOf(entry, i);
            inputs[i] = tape.EntryAt(input).Shape == shape ? Batched(input) : Aligned(input, shape.Rank);
        }

        return tape.EntryAt(entry).Dispatcher!.Apply(tape, tape.EntryAt(entry).Attributes, inputs);
    }

    public override Indices Repeat(Indices indices, int step)
    {
        int[] repeated = new int[size * indices.Count];
        ReadOnlySpan<int> one = tape.Read(indices);
        for (int i = 0; i < repeated.Length; i++)
            repeated[i] = one[i % indices.Count] + (i / indices.Count * step);
        return tape.Keep(repeated);
    }

    private Variable<T> Compute(int index)
    {
        Dispatcher<T> dispatcher = tape.EntryAt(index).Dispatcher!;
        Variable<T> result = dispatcher.Batch(new BatchCall<T>(this, index), tape.EntryAt(index).Attributes);
        if (result.IsNull)
        {
            report?.CountLooped(dispatcher.Name);
            return OneByOne(index, dispatcher);
        }

        Shape expected = tape.EntryAt(index).Shape.Insert(0, size), given = tape.EntryAt(tape.Own(result, dispatcher.Name)).Shape;
        if (given != expected)
            throw TransformErrors.BatchShape(dispatcher.Name, expected, given);
        report?.CountBatched();
        return result;
    }

    private Variable<T> OneByOne(int index, Dispatcher<T> dispatcher)
    {
        Variable<T>[] results = new Variable<T>[size], inputs = new Variable<T>[tape.EntryAt(index).InputCount];
        for (int example = 0; example < size; example++)
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                int input = tape.InputOf(index, i);
                inputs[i] = IsBatched(input) ? Ops.Select(Input(input), 0, example) : tape.HandleOf(input);
            }

            results[example] = dispatcher.Apply(tape, tape.EntryAt(index).Attributes, inputs);
        }

        return Ops.Stack(0, results);
    }

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

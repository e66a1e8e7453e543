using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>What batched computations have in common: they answer what batching rules ask, and apply an operation to one example after the other where it has none.</summary>
internal abstract class ExampleBatch<T> : Batching<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Variable<T>[] _inputs = new Variable<T>[4], _results = [];

    public override Variable<T> Input(int index) => Tape.HandleOf(AllOf(index) is int all and >= 0 ? all : index);

    public override bool IsBatched(int index) => AllOf(index) >= 0;

    public override Variable<T> Batched(int index) => AllOf(index) is int all and >= 0
        ? Tape.HandleOf(all)
        : Ops.BroadcastTo(Tape.HandleOf(index), Tape.EntryAt(index).Shape.Insert(0, Size));

    public override Variable<T> Aligned(int index, int rank)
    {
        int all = AllOf(index);
        if (all < 0)
            return Tape.HandleOf(index);
        Shape shape = Tape.EntryAt(index).Shape;
        while (shape.Rank < rank)
            shape = shape.Insert(0, 1);
        return Ops.Reshape(Tape.HandleOf(all), shape.Insert(0, Size));
    }

    // An operation need not broadcast, so what has the result's shape is repeated; what has another is stretched already.
    public override Variable<T> Elementwise(int entry)
    {
        Shape shape = Tape.EntryAt(entry).Shape;
        Span<Variable<T>> inputs = Inputs(entry);
        for (int i = 0; i < inputs.Length; i++)
        {
            int input = Tape.InputOf(entry, i);
            inputs[i] = Tape.EntryAt(input).Shape == shape ? Batched(input) : Aligned(input, shape.Rank);
        }

        return Tape.EntryAt(entry).Dispatcher!.Apply(Tape, Tape.EntryAt(entry).Attributes, inputs);
    }

    public override ReadOnlySpan<Variable<T>> AllBatched(int entry)
    {
        Span<Variable<T>> inputs = Inputs(entry);
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = Batched(Tape.InputOf(entry, i));
        return inputs;
    }

    public override Indices Repeat(Indices indices, int step)
    {
        Indices all = Tape.KeepRoom(Size * indices.Count, out Span<int> repeated);
        ReadOnlySpan<int> one = Tape.Read(indices);
        for (int i = 0; i < repeated.Length; i++)
            repeated[i] = one[i % indices.Count] + (i / indices.Count * step);
        return all;
    }

    // The entry that holds all examples of an entry that differs among them; -1 where it is the same for all.
    protected abstract int AllOf(int index);

    // An operation of one example, computed for all.
    protected Variable<T> Compute(int index, BatchReport? report)
    {
        Dispatcher<T> dispatcher = Tape.EntryAt(index).Dispatcher!;
        Variable<T> result = dispatcher.Batch(new BatchCall<T>(this, index), Tape.EntryAt(index).Attributes);
        if (result.IsNull)
        {
            report?.CountLooped(dispatcher.Name);
            return OneByOne(index, dispatcher);
        }

        Shape expected = Tape.EntryAt(index).Shape.Insert(0, Size), given = Tape.EntryAt(Tape.Own(result, dispatcher.Name)).Shape;
        if (given != expected)
            throw TransformErrors.BatchShape(dispatcher.Name, expected, given);
        report?.CountBatched();
        return result;
    }

    private Variable<T> OneByOne(int index, Dispatcher<T> dispatcher)
    {
        if (_results.Length < Size)
            _results = new Variable<T>[Size];
        for (int example = 0; example < Size; example++)
        {
            Span<Variable<T>> inputs = Inputs(index);
            for (int i = 0; i < inputs.Length; i++)
            {
                int input = Tape.InputOf(index, i);
                inputs[i] = IsBatched(input) ? Ops.Select(Input(input), 0, example) : Tape.HandleOf(input);
            }

            _results[example] = dispatcher.Apply(Tape, Tape.EntryAt(index).Attributes, inputs);
        }

        return Ops.Stack(0, _results.AsSpan(0, Size));
    }

    private Span<Variable<T>> Inputs(int entry)
    {
        int count = Tape.EntryAt(entry).InputCount;
        if (_inputs.Length < count)
            _inputs = new Variable<T>[count];
        return _inputs.AsSpan(0, count);
    }
}

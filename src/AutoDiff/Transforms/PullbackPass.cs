using System;
using System.Numerics;
using AutoDiff.Storage;

namespace AutoDiff;

/// <summary>
/// The reverse sweep for many cotangents at once, over a stretch of a tape. Every cotangent is <c>[rows, ...]</c>; an entry's rule is only sketched for
/// one row, and each of its operations is then computed for all rows by its batching rule. What does not depend on the cotangent is computed once.
/// </summary>
internal sealed class PullbackPass<T>(BatchReport? report) : ExampleBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Tape<T>? _tape;
    private int _size;

    // The cotangents of the entries from _first on, and which entries lead to what is asked for; nothing stands in either between runs.
    private Gathered[] _cotangents = [];
    private bool[] _leads = [];
    private int _first;

    // Where all rows are of the entries sketched from _sketch on.
    private int[] _all = new int[16];
    private int _sketch, _sketchEnd;

    public override Tape<T> Tape => _tape!;

    public override int Size => _size;

    public void Run(Tape<T> tape, int size, ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<T[]> cotangents, ReadOnlySpan<Variable<T>> wrt, ReadOnlySpan<T[]> results)
    {
        (_tape, _size, _first) = (tape, size, int.MaxValue);
        int end = 0;
        foreach (Variable<T> node in wrt)
            _first = Math.Min(_first, node.Index);
        foreach (Variable<T> root in roots)
            end = Math.Max(end, root.Index + 1);
        bool lends = tape.SetLending(false);
        TapeMark entries = tape.Mark;
        Arena<T>.Position memory = tape.Arena.Mark;
        bool recording = tape.Recording;
        FindLeads(wrt, end);
        tape.BeginSweep(_leads, recording: false, ofOperations: true);
        try
        {
            for (int i = 0; i < wrt.Length; i++)
            {
                if (wrt[i].Index < end)
                    _cotangents[wrt[i].Index - _first].Result = tape.Arena.Borrow(results[i], 0);
            }

            for (int i = 0; i < roots.Length; i++)
                Seed(roots[i].Index, cotangents[i]);
            for (int i = end - 1; i >= _first; i--)
            {
                if (_cotangents[i - _first].IsFilled && tape.LeadsOn(i))
                    Visit(i);
            }

            for (int i = 0; i < wrt.Length; i++)
                Finish(wrt[i].Index, results[i], end);
        }
        finally
        {
            tape.EndSweep(recording);
            tape.Truncate(in entries);
            tape.Arena.Withdraw();
            tape.Arena.Release(memory);
            tape.SetLending(lends);
            int count = Math.Max(0, end - _first);
            Array.Clear(_cotangents, 0, count);
            Array.Clear(_leads, Math.Min(_first, end), count);
            _tape = null;
        }
    }

    // Where nothing differs in shape, the operation is applied row by row, and what all rows share is read where it is.
    public override Variable<T> Elementwise(int entry)
    {
        ref Entry<T> one = ref Tape.EntryAt(entry);
        Dispatcher<T> dispatcher = one.Dispatcher!;
        if (!dispatcher.IsPointwise || !one.Is(EntryFlags.Uniform))
            return base.Elementwise(entry);
        Shape shape = one.Shape;
        int length = shape.Count, a = Tape.InputOf(entry, 0), b = one.InputCount == 2 ? Tape.InputOf(entry, 1) : a;
        int allA = AllOf(a), allB = AllOf(b);
        Block result = Tape.Arena.Allocate(checked(length * _size));
        for (int row = 0; row < _size; row++)
        {
            Block second = one.InputCount == 2 ? Row(b, allB, row, length) : Block.None;
            dispatcher.Map(Tape.Arena, Row(a, allA, row, length), second, result.Skip(row * length), length, accumulate: false);
        }

        return Tape.HandleOf(Tape.AppendValue(shape.Insert(0, _size), result));
    }

    protected override int AllOf(int index) => index >= _sketch && index < _sketchEnd && Tape.EntryAt(index).Is(EntryFlags.Sketched) ? _all[index - _sketch] : -1;

    private Block Row(int index, int all, int row, int length) => all < 0 ? Tape.EntryAt(index).Value : Tape.EntryAt(all).Value.Skip(row * length);

    private void FindLeads(ReadOnlySpan<Variable<T>> wrt, int end)
    {
        if (_leads.Length < end)
            _leads = new bool[Math.Max(end, 2 * _leads.Length)];
        if (_cotangents.Length < end - _first)
            _cotangents = new Gathered[Math.Max(end - _first, 2 * _cotangents.Length)];
        Reach.Mark(Tape, wrt, _leads.AsSpan(0, end));
    }

    private void Seed(int root, T[] cotangent)
    {
        if (root < _first || !Tape.Leads(root))
            return;
        Shape shape = Tape.EntryAt(root).Shape.Insert(0, _size);
        Add(root, Tape.AppendValue(in shape, Tape.Arena.Borrow(cotangent, 0)));
    }

    private void Visit(int index)
    {
        if (Tape.EntryAt(index).Is(EntryFlags.View))
        {
            VisitView(index);
            return;
        }

        if (Tape.EntryAt(index).Is(EntryFlags.Checkpoint))
            throw CheckpointErrors.OfManyCotangents();
        TapeMark before = Tape.Mark;
        Shape shape = Tape.EntryAt(index).Shape.Insert(0, _size);
        int spent = Tape.AppendValue(in shape, _cotangents[index - _first].Block);
        _sketchEnd = 0;
        _sketch = Tape.AppendSketch(index);
        int examples = Tape.BeginTrace([Tape.HandleOf(_sketch)]);
        try
        {
            Tape.RunVjp(index, _sketch, deferring: false);
        }
        finally
        {
            Tape.EndTrace(examples);
        }

        ComputeSketch(spent);
        foreach (ref readonly Contribution contribution in Tape.Contributions)
            Add(contribution.Target, Gather(in contribution));
        Tape.Truncate(in before);
    }

    private void ComputeSketch(int spent)
    {
        _sketchEnd = Tape.Count;
        if (_all.Length < _sketchEnd - _sketch)
            _all = new int[2 * (_sketchEnd - _sketch)];
        _all[0] = spent;
        for (int i = _sketch + 1; i < _sketchEnd; i++)
        {
            if (!Tape.EntryAt(i).Is(EntryFlags.Sketched))
                continue;
            OfferResult(i);
            _all[i - _sketch] = Compute(i, report).Index;
            Tape.Arena.Withdraw();
        }
    }

    // What is the first and only contribution to a wanted entry, and meant for no other, is computed where the result belongs.
    private void OfferResult(int entry)
    {
        int target = -1;
        foreach (ref readonly Contribution contribution in Tape.Contributions)
        {
            if (contribution.Value == entry && !contribution.IsStretched)
                target = contribution.Target;
        }

        if (target < _first || _cotangents[target - _first] is not { Result.IsNone: false, IsFilled: false } wanted)
            return;
        int shared = 0;
        foreach (ref readonly Contribution contribution in Tape.Contributions)
        {
            if (contribution.Target == target || contribution.Value == entry || Tape.EntryAt(contribution.Value).Is(EntryFlags.View))
                shared++;
        }

        if (shared == 1)
            Tape.Arena.Offer(wanted.Result, checked(Tape.EntryAt(entry).Shape.Count * _size));
    }

    // A contribution for all rows, summed over the axes that its target was stretched along.
    private int Gather(in Contribution contribution)
    {
        Variable<T> all = Batched(contribution.Value);
        if (!contribution.IsStretched)
            return all.Index;
        Shape target = Tape.EntryAt(contribution.Target).Shape, aligned = target;
        while (aligned.Rank < all.Shape.Rank - 1)
            aligned = aligned.Insert(0, 1);
        return Ops.SumTo(all, aligned.Insert(0, _size)).Index;
    }

    // Whatever the view, its rule puts a run of elements back in its place.
    private void VisitView(int index)
    {
        ref Entry<T> view = ref Tape.EntryAt(index);
        int input = Tape.InputOf(index, 0), length = view.Shape.Count, all = Tape.EntryAt(input).Shape.Count;
        Block spent = _cotangents[index - _first].Block;
        ref Gathered target = ref _cotangents[input - _first];
        if (length == all && !target.IsFilled)
        {
            target.Fill(spent);
            return;
        }

        int start = view.Value.Offset - Tape.EntryAt(input).Value.Offset;
        Own(ref target, all);
        for (int row = 0; row < _size; row++)
        {
            ReadOnlySpan<T> from = Tape.Arena.Span(spent.Skip(row * length), length);
            Tape<T>.AddTo(from, Tape.Arena.Span(target.Block.Skip((row * all) + start), length));
        }
    }

    private void Add(int index, int value)
    {
        if (index < _first)
            return;
        ref Gathered target = ref _cotangents[index - _first];
        Block block = Tape.EntryAt(value).Value;
        if (!target.IsFilled)
        {
            target.Fill(block);
            return;
        }

        int count = Tape.EntryAt(index).Shape.Count;
        Own(ref target, count);
        Tape<T>.AddTo(Tape.Arena.Span(block, count * _size), Tape.Arena.Span(target.Block, count * _size));
    }

    // Memory of its own, which can be added to: what came first may also be read elsewhere.
    private void Own(ref Gathered target, int count)
    {
        if (target.IsOwn)
            return;
        Block own = Tape.Arena.Allocate(checked(count * _size));
        Span<T> values = Tape.Arena.Span(own, count * _size);
        if (target.IsFilled)
            Tape.Arena.Span(target.Block, values.Length).CopyTo(values);
        else
            values.Clear();
        (target.Block, target.IsFilled, target.IsOwn) = (own, true, true);
    }

    private void Finish(int wanted, T[] result, int end)
    {
        Span<T> values = result.AsSpan(0, Tape.EntryAt(wanted).Shape.Count * _size);
        if (wanted >= end || !_cotangents[wanted - _first].IsFilled)
        {
            values.Clear();
            return;
        }

        Span<T> gathered = Tape.Arena.Span(_cotangents[wanted - _first].Block, values.Length);
        if (gathered != values)
            gathered.CopyTo(values);
    }

    // The rows of an entry's cotangent, as far as they have arrived, whether their memory is nobody else's, and where they are asked for.
    private struct Gathered
    {
        public Block Block;
        public Block Result;
        public bool IsFilled;
        public bool IsOwn;

        public void Fill(Block block) => (Block, IsFilled, IsOwn) = (block, true, false);
    }
}

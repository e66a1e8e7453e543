using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoDiff.Kernels;
using AutoDiff.Storage;

namespace AutoDiff;

// What rules see of the sweep that runs them.
public sealed partial class Tape<T>
{
    private bool _sweeping;
    private bool _deferring;

    // Whether a rule's intermediate results have taken memory.
    private bool _hasScratch;

    // While a rule runs whose operations will be forgotten: the generation around it, and its first entry. All rules are counted, as numbers below zero.
    private int _aroundRule;
    private int _firstOfRule;
    private int _lastRule;
    private bool[]? _leads;
    private int[] _tangents = [];
    private Contribution[] _contributions = new Contribution[8];
    private int _contributionCount;
    private BackwardPass<T>? _pass;

    // Whether rules are made of operations: their results are differentiated again, or computed for a whole batch.
    internal bool OfOperations { get; private set; }

    internal BackwardPass<T> Pass => _pass ??= new BackwardPass<T>(this);

    internal BlockRecycler<T> Recycler => Pass.Recycler;

    internal TapeMark Mark => new(_count, _inputCount, _attributeBytes, _indexCount, _boxes.Count, _parameters.Count, _hasScratch);

    internal int ContributionCount => _contributionCount;

    internal ReadOnlySpan<Contribution> Contributions => _contributions.AsSpan(0, _contributionCount);

    internal ref readonly Contribution ContributionAt(int position) => ref _contributions[position];

    // Whether a gradient that arrives here goes on to something that was asked for: where nothing was named, to a parameter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Leads(int index) => _leads is null ? _entries[index].Is(EntryFlags.Trained) : _leads[index];

    // Which of two entries a gradient goes on from: 1 for the first and 2 for the second, which is -1 where there is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Leads(int a, int b)
    {
        if (_leads is not null)
            return (_leads[a] ? 1 : 0) | (b >= 0 && _leads[b] ? 2 : 0);
        uint first = (uint)(_entries[a].Flags & EntryFlags.Trained), second = b < 0 ? 0 : (uint)(_entries[b].Flags & EntryFlags.Trained);
        return (int)(((2 * second) + first) / (uint)EntryFlags.Trained);
    }

    // Whether an entry's rule has anything to do: it was computed, and one of its inputs wants a gradient.
    internal bool LeadsOn(int index)
    {
        ref Entry<T> entry = ref _entries[index];
        for (int input = 0; input < entry.InputCount && entry.Is(EntryFlags.Active); input++)
        {
            if (Leads(_inputs[entry.FirstInput + input]))
                return true;
        }

        return false;
    }

    // The entry that holds the tangent, or -1.
    internal int TangentOf(int index) => index < _tangents.Length ? _tangents[index] : -1;

    // A derivative is asked for: refused before anything is touched if another one is being computed.
    internal void EnterDerivative(string operation)
    {
        Enter(operation);
        RefuseInSweep(operation);
    }

    // The sweep begins: only what leads to the marked entries is visited; null stands for the parameters.
    internal void BeginSweep(bool[]? leads, bool recording, bool ofOperations)
    {
        Debug.Assert(!_sweeping, "EnterDerivative comes first");
        _sweeping = true;
        _leads = leads;
        Recording = recording;
        OfOperations = ofOperations;
    }

    internal void EndSweep(bool recording)
    {
        LeaveRule();
        _sweeping = false;
        _leads = null;
        _tangents = [];
        _contributionCount = 0;
        Recording = recording;
        OfOperations = false;
    }

    internal void UseTangents(int[] tangents) => _tangents = tangents;

    // Runs the reverse rule of an entry; its contributions stand in the list afterwards. With `deferring`, operations
    // that nothing in the rule reads are left for the sweep to compute where their results belong; what the rule recorded, from the cotangent on, is
    // then forgotten, and its handles have a generation of their own, lest they pass for what stands in the same places next.
    internal void RunVjp(int index, int cotangent, bool deferring)
    {
        ref Entry<T> entry = ref _entries[index];
        _contributionCount = 0;
        if (deferring)
            (_deferring, _aroundRule, _firstOfRule, _generation) = (true, _generation, cotangent, _lastRule = NextRule(_lastRule));
        entry.Dispatcher!.Vjp(new VjpCall<T>(this, index, cotangent), entry.Attributes);
        LeaveRule();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LeaveRule()
    {
        if (_deferring)
            (_deferring, _generation, _aroundRule, _firstOfRule) = (false, _aroundRule, 0, 0);
    }

    // Rules are numbered below zero, so that of a handle it is known whether a rule made it; in long runs the numbers begin anew.
    private static int NextRule(int rule) => (rule - 1) | int.MinValue;

    private static bool IsOfRule(int generation) => generation < 0;

    internal void RunJvp(int index)
    {
        ref Entry<T> entry = ref _entries[index];
        _contributionCount = 0;
        entry.Dispatcher!.Jvp(new JvpCall<T>(this, index), entry.Attributes);
    }

    // A rule adds to the cotangent of an entry's input, which is the target, or, with -1 for both, to the entry's tangent.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Contribute(int entry, int input, int target, Variable<T> contribution)
    {
        if (target >= 0 && !Leads(target))
            return;
        int value = Own(contribution, _entries[entry].Dispatcher!.Name);
        ref Shape wanted = ref _entries[target >= 0 ? target : entry].Shape;
        ref Shape given = ref _entries[value].Shape;
        bool isStretched = !wanted.Same(in given);
        if (isStretched && !(target >= 0 ? wanted.BroadcastsTo(in given) : given.BroadcastsTo(in wanted)))
            RefuseContribution(entry, input, in wanted, in given);

        // Computing a put-off result twice would be waste: one that is added twice is computed now.
        ref EntryFlags flags = ref _entries[value].Flags;
        if ((flags & EntryFlags.Deferred) != 0)
        {
            if ((flags & (EntryFlags.Contributed | EntryFlags.Sketched)) == EntryFlags.Contributed)
                Evaluate(value);
            flags |= EntryFlags.Contributed;
        }

        if (_contributionCount == _contributions.Length)
            Array.Resize(ref _contributions, 2 * _contributionCount);
        _contributions[_contributionCount++] = new Contribution(target, value, isStretched);
    }

    // The same for what is zero but for some rows.
    internal void ContributeRows(int entry, int input, int target, Variable<T> contribution, Indices rows)
    {
        int before = _contributionCount;
        Contribute(entry, input, target, contribution);
        if (_contributionCount == before)
            return;
        string operation = NameOf(entry);
        ref readonly Shape wanted = ref _entries[target].Shape;
        IndexErrors.CheckHasAxis(operation, in wanted);
        IndexErrors.CheckIndices(operation, Read(rows), wanted[0]);
        int value = _contributions[before].Value;
        if (_entries[value].Is(EntryFlags.Deferred) && _entries[InputOf(value, 0)].Shape.Count != (long)rows.Count * wanted.CountOf(1, wanted.Rank))
            throw TapeErrors.RowsDiffer(operation, input, wanted, rows.Count, _entries[InputOf(value, 0)].Shape);
        _contributions[before] = _contributions[before] with { AddsRows = true, Rows = rows };
    }

    // An entry for a value that a sweep owns; it is none of a recorded step's own leaves, though one may have stood there that is forgotten.
    internal int AppendValue(in Shape shape, Block value)
    {
        int index = AppendLeaf(in shape, value, EntryFlags.None);
        _recorder?.ForgetLeaf(index);
        return index;
    }

    // The same for the cotangent of an entry while its rule runs.
    internal int AppendCotangent(int index, Block value)
    {
        Reserve(0);
        return AppendLeaf(in _entries[index].Shape, value, EntryFlags.None);
    }

    // An entry that stands for many values: what is computed from it is only sketched, so that each step can be computed for all of them.
    internal int AppendSketch(int index)
    {
        Reserve(0);
        return AppendLeaf(in _entries[index].Shape, Block.None, EntryFlags.Deferred | EntryFlags.Sketched);
    }

    // An entry for an operation without attributes that the sweep computes itself, from two values that it owns.
    internal int AppendOperation(Dispatcher<T> operation, in Shape shape, int a, int b)
    {
        Reserve(2);
        int index = AppendLeaf(in shape, Block.None, EntryFlags.None);
        ref Entry<T> entry = ref _entries[index];
        entry.InputCount = 2;
        SetDispatcher(ref entry, operation);
        _inputs[_inputCount++] = a;
        _inputs[_inputCount++] = b;
        return index;
    }

    // Forgets the entries after a mark, and gives back what was computed for them.
    internal void Truncate(in TapeMark mark)
    {
        if (_hasScratch)
            GiveScratch(mark.Entries);
        _hasScratch = mark.HasScratch;
        _count = mark.Entries;
        _inputCount = mark.Inputs;
        _attributeBytes = mark.AttributeBytes;
        _indexCount = mark.Indices;
        if (_boxes.Count > mark.Boxes)
            _boxes.RemoveRange(mark.Boxes, _boxes.Count - mark.Boxes);
        if (_parameters.Count > mark.Parameters)
            ForgetParameters(mark.Parameters);
    }

    // Keeps the entries after a mark, and gives back what was computed for them.
    internal void Settle(in TapeMark mark)
    {
        if (_hasScratch)
            GiveScratch(mark.Entries);
        _hasScratch = mark.HasScratch;
    }

    // Adds numbers to others, element by element.
    internal static void AddTo(ReadOnlySpan<T> from, Span<T> into) => Elementwise.Map<T, IdentityFunction<T>>(from, into, accumulate: true);

    private void RefuseInSweep(string operation)
    {
        if (_sweeping)
            throw TapeErrors.Nested(operation, _origin);
    }

    private void RefuseWhileRunning(string operation)
    {
        if (_thread == Applying)
            Refuse(operation);
        RefuseInSweep(operation);
        if (IsInStretch)
            throw CheckpointErrors.Inside(operation, _origin);
        if (_recorder is not null)
            throw ReplayErrors.Inside(operation, _origin);
        if (IsTracing)
            throw TapeErrors.InsideMap(operation);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GiveScratch(int first)
    {
        for (int i = first; i < _count; i++)
        {
            ref Entry<T> entry = ref _entries[i];
            if (entry.Is(EntryFlags.Scratch))
                Recycler.Give(entry.Value, entry.Shape.Count);
            else if (entry.Is(EntryFlags.Lent))
                Recycler.Give(entry.Value, LengthOf(i));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ForgetParameters(int first)
    {
        for (int i = first; i < _parameters.Count; i++)
            _parameterEntries.Remove(_parameters[i].Parameter);
        _parameters.RemoveRange(first, _parameters.Count - first);
    }

    // How much memory an entry's value took, with what was saved behind it.
    private int LengthOf(int index)
    {
        ref Entry<T> entry = ref _entries[index];
        int saved = entry.Is(EntryFlags.Active) && entry.Dispatcher is not null ? entry.Dispatcher.SavedLength(this, index) : 0;
        return saved == 0 ? entry.Shape.Count : Arena<T>.Together(entry.Shape.Count, saved);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseContribution(int entry, int input, in Shape wanted, in Shape given) =>
        throw (input < 0 ? TapeErrors.TangentShape(NameOf(entry), wanted, given) : TapeErrors.ContributionShape(NameOf(entry), input, wanted, given));
}

using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

// Watches a step being recorded that is to be replayed: where observed numbers come onto the tape, and what else a replay would have to know.
internal sealed class ReplayRecorder<T>(Tape<T> tape, IReadOnlyList<Observed> observed)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<ReplayLink> _numbers = [], _leaves = [];
    private readonly List<bool> _checked = [];
    private readonly List<int> _checks = [];
    private readonly HashSet<int> _known = [];
    private readonly HashSet<int> _carriers = [];

    // Whole numbers that the tape keeps, by their place among them, and leaves, by their entry.
    public IReadOnlyList<ReplayLink> Numbers => _numbers;

    public IReadOnlyList<ReplayLink> Leaves => _leaves;

    // The entries whose shape rules look at observed numbers, to refuse those that do not fit.
    public IReadOnlyList<int> Checks => _checks;

    // A variable whose numbers the step has looked at, though they change from run to run; empty for none.
    public string Looked { get; private set; } = "";

    // Whether a leaf was made by the step itself, and not by something that computed it.
    public bool Knows(int leaf) => _known.Contains(leaf);

    // Observed numbers that nothing refuses when they do not fit, since the operation looks at them elsewhere; -1 for none.
    public int Unchecked => _checked.IndexOf(false) is int link and >= 0 ? _numbers[link].Observed : -1;

    public bool IsLinked(int number) => _numbers.Exists(link => link.Observed == number) || _leaves.Exists(link => link.Observed == number);

    public void Keep(ReadOnlySpan<int> source, int place)
    {
        for (int i = 0; i < observed.Count; i++)
        {
            if (observed[i] is Observed<int> numbers && numbers.Find(source) is int from and >= 0)
            {
                _numbers.Add(new ReplayLink(i, from, source.Length, place));
                _checked.Add(false);
                return;
            }
        }
    }

    public void Leaf(ReadOnlySpan<T> source, int index)
    {
        _known.Add(index);
        for (int i = 0; i < observed.Count; i++)
        {
            if (observed[i] is Observed<T> numbers && numbers.Find(source) is int from and >= 0)
            {
                _leaves.Add(new ReplayLink(i, from, source.Length, index));
                return;
            }
        }
    }

    // What stood on the tape after a mark is forgotten; something else will stand in its places.
    public void Forget(in TapeMark mark)
    {
        (int entries, int indices) = (mark.Entries, mark.Indices);
        _known.RemoveWhere(leaf => leaf >= entries);
        _leaves.RemoveAll(leaf => leaf.Place >= entries);
        _carriers.RemoveWhere(entry => entry >= entries);
        _checks.RemoveAll(entry => entry >= entries);
        int kept = _numbers.FindLastIndex(link => link.Place < indices) + 1;
        _numbers.RemoveRange(kept, _numbers.Count - kept);
        _checked.RemoveRange(kept, _checked.Count - kept);
    }

    public void ForgetLeaf(int index) => _known.Remove(index);

    // An entry's operation is about to be given an object.
    public void Carry(int entry) => _carriers.Add(entry);

    // A shape rule looks at whole numbers.
    public void Check(Indices indices, int entry)
    {
        for (int i = 0; i < _numbers.Count; i++)
        {
            if (indices.Offset < _numbers[i].Place + _numbers[i].Count && _numbers[i].Place < indices.Offset + indices.Count)
            {
                _checked[i] = true;
                if (_checks.Count == 0 || _checks[^1] != entry)
                    _checks.Add(entry);
            }
        }
    }

    // The step looks at a variable's numbers: harmless where they are the same in every run.
    public void Read(int index)
    {
        if (Looked.Length == 0 && Changing(index + 1)[index])
            Looked = tape.HandleOf(index).ToString();
    }

    // Which of the first entries change from run to run: what is observed, parameters, and all that is computed from them. Objects may change as well.
    public bool[] Changing(int count)
    {
        bool[] changing = new bool[count];
        foreach (ReplayLink leaf in _leaves)
            Mark(leaf.Place);
        foreach (int check in _checks)
            Mark(check);
        foreach (UsedParameter<T> used in tape.UsedParameters)
            Mark(used.Index);
        for (int i = 0; i < count; i++)
        {
            ref Entry<T> entry = ref tape.EntryAt(i);
            changing[i] |= entry.Dispatcher is { CarriesObjects: true } || _carriers.Contains(i);
            for (int input = 0; input < entry.InputCount && !changing[i]; input++)
                changing[i] = changing[tape.InputOf(i, input)];
        }

        return changing;

        void Mark(int index)
        {
            if (index < count)
                changing[index] = true;
        }
    }
}

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using AutoDiff.Storage;

namespace AutoDiff;

// Forgetting the beginning of the tape: what is kept moves to its front, and handles find it there by number.
public sealed partial class Tape<T>
{
    private const int Gone = -1;
    private const int Kept = 0;
    private const int Cut = 1;

    private readonly List<LogMark> _logMarks = [];

    // The entries before `_front` have the numbers of the list, which rise; those from it on are numbered without a gap, from `_base` past their place.
    private int _front;
    private int _base;
    private int[] _numbers = [];

    // While severing: what becomes of each entry, then where it goes.
    private int[] _places = [];

    // How much of the lists of what operations carry was dropped: places in them count from the tape's last reset.
    private int _attributeBase;
    private int _indexBase;
    private int _boxBase;
    private string _severFile = "";
    private int _severLine;

    /// <summary>
    /// Cuts the graph behind some values, and forgets everything but them and what is to be kept: they stay as constants, where a later backward
    /// pass stops, and the memory of what lies behind them is free for what is recorded next.
    /// </summary>
    /// <param name="cut">Values that were computed, such as the state at the start of a window. One that is a leaf stays what it is.</param>
    /// <param name="keep">Values that are used later, such as the present state: they are kept with all that they were computed from, up to the cut.</param>
    /// <param name="file">Filled in by the compiler: where the tape is severed, for error messages.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <remarks>
    /// Handles to what is kept stay good, as do those of parameters in use; others are refused from now on. Cost: one walk over the tape's
    /// entries, no values are moved. Memory is reused by slabs, of 256 KiB and more: one is free when no kept value lies in it. A value kept with what
    /// it was computed from also keeps the whole numbers and functions that operations were given since then.
    /// </remarks>
    /// <exception cref="TapeException">A value is gone or on another tape; the tape is disposed, another thread's, or computing a derivative or a map.</exception>
    /// <example><code>
    /// tape.Backward(loss);                                     // through the last 20 steps
    /// tape.Sever(cut: [states[t - 19]], keep: [states[t]]);    // the next loss stops there
    /// </code></example>
    public void Sever(ReadOnlySpan<Variable<T>> cut, ReadOnlySpan<Variable<T>> keep = default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Enter(nameof(Sever));
        RefuseWhileRunning(nameof(Sever));
        if (_places.Length < _count)
        {
            _places = new int[_entries.Length];
            Array.Resize(ref _numbers, _entries.Length);
        }

        _places.AsSpan(0, _count).Fill(Gone);
        foreach (Variable<T> variable in keep)
            _places[Own(variable, nameof(Sever))] = Kept;
        foreach (Variable<T> variable in cut)
            _places[Own(variable, nameof(Sever))] = Cut;
        (_severFile, _severLine) = (file, line);
        Epoch++;
        KeepWhatIsNeeded();
        int next = _count + _base, oldest = Compact();
        _base = next - _count;
        _front = _count;
        DropLogs(next, oldest);
    }

    // Where a variable stands, or -1 if it is gone.
    internal int PlaceOf(Variable<T> variable)
    {
        if (!IsOfNow(variable.Generation))
            return Gone;
        int index = variable.Number - _base;
        if ((uint)(index - _front) < (uint)(_count - _front))
            return index;
        return _front == 0 ? Gone : FindInFront(variable.Number);
    }

    // By halving; differences are compared, so that numbers may run over.
    private int FindInFront(int number)
    {
        int from = 0, end = _front;
        while (from < end)
        {
            int middle = (from + end) / 2, past = number - _numbers[middle];
            if (past == 0)
                return middle;
            if (past > 0)
                from = middle + 1;
            else
                end = middle;
        }

        return Gone;
    }

    private int NumberOf(int index) => index >= _front ? index + _base : _numbers[index];

    // Kept values that a gradient flows through need their inputs; parameters in use stay for whoever asks for them again.
    private void KeepWhatIsNeeded()
    {
        foreach (UsedParameter<T> used in UsedParameters)
        {
            if (used.Retained is null)
                _places[used.Index] = Kept;
        }

        for (int i = _count - 1; i >= 0; i--)
        {
            ref Entry<T> entry = ref _entries[i];
            for (int input = 0; _places[i] == Kept && entry.Is(EntryFlags.Active) && input < ReadOf(in entry); input++)
            {
                ref int place = ref _places[_inputs[entry.FirstInput + input]];
                place = Math.Max(place, Kept);
            }

            // The results of a checkpoint stand behind its head, all of them.
            for (int result = i + 1; _places[i] == Kept && entry.Is(EntryFlags.Checkpoint) && IsCheckpointHead(i) && result <= i + CheckpointAt(i).Outputs; result++)
                _places[result] = Math.Max(_places[result], Kept);
        }
    }

    // How many entries an entry needs: its inputs, and what a checkpoint's function reads besides.
    private int ReadOf(in Entry<T> entry) =>
        entry.InputCount + (ReferenceEquals(entry.Dispatcher, CheckpointDispatcher<T>.Head) ? Attributes<CheckpointCall>(entry.Attributes).Held : 0);

    // Moves what stays to the front. Returns the number of the oldest value that is still an operation's.
    private int Compact()
    {
        int count = 0, inputs = 0, oldest = _count + _base;
        _arena.BeginRetain();
        for (int i = 0; i < _count; i++)
        {
            if (_places[i] == Gone)
                continue;
            int number = NumberOf(i);
            Entry<T> entry = _entries[i];
            if (entry.Dispatcher is not null && (_places[i] == Cut || !entry.Is(EntryFlags.Active)))
                (entry.Dispatcher, entry.InputCount, entry.Attributes, entry.Flags) = (null, 0, -1, EntryFlags.None);
            if (entry.Dispatcher is not null && oldest == _count + _base)
                oldest = number;
            entry.Value = _arena.Retain(entry.Value);
            int first = entry.FirstInput, read = entry.Dispatcher is null ? 0 : ReadOf(in entry);
            entry.FirstInput = inputs;
            for (int input = 0; input < read; input++)
                _inputs[inputs++] = _places[_inputs[first + input]];
            _places[i] = count;
            _numbers[count] = number;
            _entries[count++] = entry;
        }

        CompactParameters();
        _arena.EndRetain();
        _count = count;
        _inputCount = inputs;
        return oldest;
    }

    private void CompactParameters()
    {
        int count = 0;
        for (int i = 0; i < _parameters.Count; i++)
        {
            UsedParameter<T> used = _parameters[i];
            int place = _places[used.Index];
            if (place == Gone)
            {
                SlabPool<T>.Return(used.Retained!);
                continue;
            }

            if (used.Retained is null)
                _parameterEntries[used.Parameter] = place;
            _entries[place].Attributes = count;
            _parameters[count++] = used with { Index = place };
        }

        _parameters.RemoveRange(count, _parameters.Count - count);
    }

    // Drops what the operations carried that stand before the oldest one left, as far as it is known where that begins.
    private void DropLogs(int next, int oldest)
    {
        _logMarks.Add(new LogMark(next, _attributeBase + _attributeBytes, _indexBase + _indexCount, _boxBase + _boxes.Count));
        int last = _logMarks.Count - 1;
        while (last >= 0 && oldest - _logMarks[last].Number < 0)
            last--;
        if (last < 0)
            return;
        (_, int attributes, int indices, int boxes) = _logMarks[last];
        _logMarks.RemoveRange(0, last);
        DropFirst(_attributes, ref _attributeBytes, ref _attributeBase, attributes);
        DropFirst(_indices, ref _indexCount, ref _indexBase, indices);
        _boxes.RemoveRange(0, boxes - _boxBase);
        _boxBase = boxes;
    }

    private static void DropFirst<TItem>(TItem[] items, ref int count, ref int start, int newStart)
    {
        int dropped = newStart - start;
        count -= dropped;
        Array.Copy(items, dropped, items, 0, count);
        start = newStart;
    }

    private void ForgetSevering()
    {
        _front = _base = _attributeBase = _indexBase = _boxBase = 0;
        _logMarks.Clear();
    }
}

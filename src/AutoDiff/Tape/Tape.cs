using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using AutoDiff.Storage;

namespace AutoDiff;

/// <summary>
/// The list of everything computed from its variables, in the order of computation. That order is a topological order
/// of the graph, so gradients are found by one walk backwards over it, in time linear in its length (Domke 2011).
/// </summary>
/// <remarks>
/// <para>The tape owns the memory of its values. <see cref="Reset"/> forgets them and keeps the memory for the next step, which
/// then allocates nothing; <see cref="Dispose"/> gives the memory back to a process-wide pool. A forgotten tape leaks nothing.</para>
/// <para>A tape is used by one thread at a time: the one that made it or last called <see cref="Reset"/> or <see cref="Adopt"/>.
/// Many tapes may run in parallel over the same parameters, and their backward passes too where each thread enters <see cref="Replicas{T}"/> of its own.</para>
/// </remarks>
/// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/> at full speed, other IEEE 754 types correctly.</typeparam>
public sealed partial class Tape<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // No thread's number. While an operation's own code runs, the tape is nobody's: what it is asked for meanwhile would take the operation's place, or its memory.
    private const int NoThread = -1, Applying = -2;

    private readonly Arena<T> _arena = new();
    private readonly Dictionary<Parameter<T>, int> _parameterEntries = [];
    private readonly List<UsedParameter<T>> _parameters = [];
    private Dictionary<Parameter<T>, Variable<T>> _substitutes = [];
    private readonly string _origin;

    private Entry<T>[] _entries = new Entry<T>[64];
    private int _count;
    private int[] _inputs = new int[128];
    private int _inputCount;
    private int[] _indices = [];
    private int _indexCount;

    // The number of the thread that the tape belongs to; none once it is disposed, so that one comparison checks both.
    private int _thread;
    private int _generation = 1;

    // The generation since the last reset; those after it are of functions that were run for their results.
    private int _firstGeneration = 1;
    private bool _disposed;
    private string _resetFile = "";
    private int _resetLine;

    /// <summary>Makes an empty tape for the calling thread.</summary>
    /// <param name="file">Filled in by the compiler: where the tape is made, for error messages.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public Tape([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        _origin = TapeErrors.Place(file, line);
        _thread = CurrentThread.Number;
    }

    /// <summary>Counts of nodes, edges, pushes and bytes.</summary>
    public TapeCounters Counters => new(_count, _inputCount, Pushes, _arena.Bytes);

    /// <summary>How many bytes the values take now, from the first to the end of the last; less than <see cref="TapeCounters.Bytes"/>, which the tape holds.</summary>
    public long BytesInUse => _arena.InUse;

    /// <summary>The most bytes that values and gradients have taken at one time since the tape was made, sweeps included.</summary>
    public long PeakBytes => _arena.Peak;

    /// <summary>
    /// Whether operations are recorded for differentiation: not inside <see cref="NoGradient"/>, and not while a sweep runs
    /// rules whose results are not to be differentiated again.
    /// </summary>
    public bool IsRecording => Recording;

    internal bool Recording { get; set; } = true;

    internal long Pushes { get; set; }

    internal int Count => _count;

    internal Arena<T> Arena => _arena;

    /// <summary>
    /// Forgets every value and keeps the memory. Handles to the old values are refused from now on; copy what must
    /// survive first (<see cref="Variable{T}.ToArray"/>, or a state's own copy). The calling thread becomes the tape's.
    /// </summary>
    /// <param name="file">Filled in by the compiler: where the reset stands, for error messages.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="TapeException">The tape is disposed, or a derivative or a map is being computed on it.</exception>
    public void Reset([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (_disposed)
            throw TapeErrors.Disposed(nameof(Reset), _origin);
        RefuseWhileRunning(nameof(Reset));
        _thread = CurrentThread.Number;
        _resetFile = file;
        _resetLine = line;
        Forget();
        _arena.Release(new Arena<T>.Position(-1, 0, 0));
    }

    /// <summary>Makes the calling thread the tape's, as after an <c>await</c> that went on elsewhere. The other thread must be done with it.</summary>
    /// <exception cref="TapeException">The tape is disposed, or applying an operation.</exception>
    public void Adopt()
    {
        if (_disposed || _thread == Applying)
            Refuse(nameof(Adopt));
        _thread = CurrentThread.Number;
    }

    /// <summary>Forgets every value and gives the memory back. Handles to the values are refused from now on.</summary>
    /// <exception cref="TapeException">A derivative or a map is being computed on the tape.</exception>
    public void Dispose()
    {
        if (_disposed)
            return;
        RefuseWhileRunning(nameof(Dispose));
        _disposed = true;
        _thread = NoThread;
        Forget();
        _arena.ReturnSlabs();
    }

    /// <summary>Computes without recording for differentiation until the scope is disposed.</summary>
    /// <example><code>using (tape.NoGradient()) { Variable&lt;float&gt; prediction = model.Forward(x); }</code></example>
    public NoGradientScope<T> NoGradient() => new(this);

    /// <summary>Keeps whole numbers, such as class indices, for an operation that is applied next. They are copied.</summary>
    /// <param name="values">The numbers.</param>
    /// <exception cref="TapeException">The tape is disposed, or another thread's.</exception>
    public Indices Keep(ReadOnlySpan<int> values)
    {
        Indices kept = KeepRoom(values.Length, out Span<int> room);
        values.CopyTo(room);
        _recorder?.Keep(values, kept.Offset);
        return kept;
    }

    // Room for numbers that are computed where they are kept; their contents are undefined until the caller has written them.
    internal Indices KeepRoom(int count, out Span<int> room)
    {
        Enter(nameof(Keep));
        if (count > _indices.Length - _indexCount)
            GrowIndices((long)_indexCount + count);
        room = _indices.AsSpan(_indexCount, count);
        _indexCount += count;
        return new Indices(_indexBase + _indexCount - count, count);
    }

    internal ReadOnlySpan<int> Read(Indices indices) => _indices.AsSpan(indices.Offset - _indexBase, indices.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref Entry<T> EntryAt(int index) => ref _entries[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int InputOf(int entry, int input) => _inputs[_entries[entry].FirstInput + input];

    // The same for an operation that asks, which may ask for one that there is not: what stands past its inputs is another's.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int AskedInputOf(int entry, int input)
    {
        ref Entry<T> asking = ref _entries[entry];
        if ((uint)input >= (uint)asking.InputCount)
            RefuseInput(entry, input);
        return _inputs[asking.FirstInput + input];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> ValuesAt(int index)
    {
        ref Entry<T> entry = ref _entries[index];
        return _arena.Span(entry.Value, entry.Shape.Count);
    }

    internal Variable<T> HandleOf(int index) => new(this, NumberOf(index), index >= _firstOfRule ? _generation : _aroundRule);

    internal Shape ShapeOf(Variable<T> variable) => _entries[Own(variable, nameof(Variable<>.Shape))].Shape;

    internal bool IsActive(Variable<T> variable) => _entries[Own(variable, nameof(Variable<>.IsActive))].Is(EntryFlags.Active);

    internal ReadOnlySpan<T> ValuesOf(Variable<T> variable)
    {
        int index = Own(variable, nameof(Variable<>.Values));
        if (_examples.Count > 0)
            RefuseExample(index);
        if (_entries[index].Is(EntryFlags.Deferred))
            Evaluate(index);
        if (_recorder is not null || _sweeping)
            NoteRead(index);
        return ValuesAt(index);
    }

    internal string NameOf(int index)
    {
        ref Entry<T> entry = ref _entries[index];
        return entry.Dispatcher is not null ? entry.Dispatcher.Name
            : !entry.Is(EntryFlags.Active) ? "Constant"
            : entry.Attributes >= 0 ? _parameters[entry.Attributes].Parameter.Name
            : "Variable";
    }

    internal string Describe(Variable<T> variable) => IsAlive(variable)
        ? $"#{variable.Number} {NameOf(variable.Index)} {_entries[variable.Index].Shape}"
        : IsOfRule(variable.Generation)
        ? $"#{variable.Number} of a rule that is over"
        : $"#{variable.Number} of a tape that was {(IsOfNow(variable.Generation) ? "severed" : "reset or disposed")}";

    // The place of a variable on this tape, or the error that says why it has none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Own(Variable<T> variable, string operation)
    {
        int index = variable.Number - _base;
        if (!ReferenceEquals(variable.Owner, this)
            || (variable.Generation != _generation && variable.Generation != _aroundRule)
            || (uint)(index - _front) >= (uint)(_count - _front))
            return FindOrRefuse(variable, operation);
        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter(string operation)
    {
        if (_thread != CurrentThread.Number)
            Refuse(operation);
    }

    // An operation's shape rule and computation run between these two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int BeginApplying()
    {
        int thread = _thread;
        _thread = Applying;
        return thread;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndApplying(int thread) => _thread = thread;

    // While a function is run for its results, also the variables from around it.
    private bool IsAlive(Variable<T> variable) => PlaceOf(variable) >= 0;

    private void Forget()
    {
        Epoch++;
        GiveVersionsBack();
        ForgetSevering();
        _generation = ++_lastGeneration;
        _firstGeneration = _generation;
        _count = 0;
        _inputCount = 0;
        _indexCount = 0;
        _attributeBytes = 0;
        _boxes.Clear();
        _parameterEntries.Clear();
        _parameters.Clear();
        _substitutes.Clear();
        _examples.Clear();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void GrowIndices(long needed)
    {
        if (needed > Array.MaxLength)
            ShapeErrors.NoRoom(needed, Array.MaxLength);
        Array.Resize(ref _indices, (int)Math.Clamp(2L * _indices.Length, needed, Array.MaxLength));
    }

    // What a severing left is known by its number; what is around a function that is run for its results has an earlier generation.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindOrRefuse(Variable<T> variable, string operation)
    {
        int index = ReferenceEquals(variable.Owner, this) ? PlaceOf(variable) : -1;
        if (index < 0)
            Refuse(variable, operation);
        return index;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refuse(Variable<T> variable, string operation)
    {
        if (variable.IsNull)
            throw TapeErrors.NoTape(operation);
        if (!ReferenceEquals(variable.Tape, this))
            throw TapeErrors.AnotherTape(operation, variable.ToString(), variable.Tape._origin, _origin);
        bool isSevered = IsOfNow(variable.Generation);
        if (!_disposed && variable.Generation > _firstGeneration && !isSevered)
            throw CheckpointErrors.ValueOfStretch(operation, variable.Number, _origin);
        throw _disposed
            ? TapeErrors.ValueOfDisposed(operation, variable.Number, _origin)
            : IsOfRule(variable.Generation)
            ? TapeErrors.ValueOfDerivative(operation, variable.Number, _origin)
            : isSevered
            ? Forgotten(operation, variable.Number)
            : TapeErrors.ValueOfReset(operation, variable.Number, _origin, TapeErrors.Place(_resetFile, _resetLine));
    }

    // Why a value is gone though the tape was not reset. One that was neither severed nor replayed has only forgotten what it needed in between.
    private TapeException Forgotten(string operation, int number) =>
        (_front | _base) == 0 ? TapeErrors.ValueOfDerivative(operation, number, _origin)
        : _severFile.Length == 0 ? ReplayErrors.ValueAfterRun(operation, number)
        : TapeErrors.ValueOfSevered(operation, number, _origin, TapeErrors.Place(_severFile, _severLine));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseInput(int entry, int input)
    {
        throw TapeErrors.NoSuchInput(_entries[entry].Dispatcher!.Name, input, _entries[entry].InputCount);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refuse(string operation)
    {
        throw _disposed
            ? TapeErrors.Disposed(operation, _origin)
            : _thread == Applying
            ? TapeErrors.IsApplying(operation, _origin)
            : TapeErrors.AnotherThread(operation, _origin, _thread, CurrentThread.Number);
    }
}

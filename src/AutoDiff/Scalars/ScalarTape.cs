using System;
using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff;

/// <summary>
/// What operations on <see cref="Scalar{T}"/> are recorded on: one small entry for an operation on two numbers, and no objects. A thread uses the tape
/// that was made or reset last; when that is disposed, the one before it again.
/// </summary>
/// <typeparam name="T">The numbers within.</typeparam>
/// <remarks>
/// Memory: 24 bytes an entry in <c>double</c>, and 8 for its adjoint in a sweep, at most 2^28 entries; kept across <see cref="Reset"/>, so that a loop
/// that resets the tape allocates nothing. A tape belongs to the thread that made it; one that was not disposed of is collected when its thread has ended.
/// Source: Griewank and Walther, "Evaluating Derivatives" (2008), chapter 4.
/// </remarks>
public sealed partial class ScalarTape<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LeastCapacity = 256;

    private readonly string _file;
    private readonly int _line, _thread = Environment.CurrentManagedThreadId;
    private ScalarEntry<T>[] _entries;
    private T[] _adjoints = [];

    // The place of the next entry.
    private ulong _next = FirstPlace();
    private bool _disposed;

    /// <summary>Makes a tape, and the calling thread use it until it is disposed.</summary>
    /// <param name="capacity">For how many operations there is room at first; the tape grows as needed.</param>
    /// <param name="file">Where the tape is made, for the messages of errors; filled in by the compiler.</param>
    /// <param name="line">Where the tape is made, for the messages of errors; filled in by the compiler.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is negative, or more than a tape can hold.</exception>
    public ScalarTape(int capacity = 0, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, ScalarPlace.MaxCount);
        (_file, _line) = (file, line);
        _entries = ArrayPool<ScalarEntry<T>>.Shared.Rent(Math.Max(capacity, LeastCapacity));
        _entries[0] = default;
        Below = _current;
        Use(this);
    }

    /// <summary>How many entries are recorded: variables, and operations on two numbers.</summary>
    public int Count => (int)_next - 1;

    internal ScalarTape<T>? Below { get; private set; }

    internal string Origin => TapeErrors.Place(_file, _line);

    /// <summary>A number to differentiate with respect to.</summary>
    /// <param name="value">Its value.</param>
    /// <returns>The variable.</returns>
    /// <exception cref="TapeException">The tape is disposed, belongs to another thread, or is not the one that its thread uses.</exception>
    public Scalar<T> Variable(T value)
    {
        RequireCurrent(nameof(Variable));
        MakeRoom();
        return new(value, T.One, Record(T.Zero, 0, T.Zero, 0));
    }

    /// <summary>Numbers to differentiate with respect to.</summary>
    /// <param name="values">Their values.</param>
    /// <returns>A variable for each value.</returns>
    /// <exception cref="TapeException">The tape is disposed, belongs to another thread, or is not the one that its thread uses.</exception>
    public Scalar<T>[] Variables(params ReadOnlySpan<T> values)
    {
        Scalar<T>[] variables = new Scalar<T>[values.Length];
        Variables(values, variables);
        return variables;
    }

    /// <summary>Numbers to differentiate with respect to, into memory of the caller's.</summary>
    /// <param name="values">Their values.</param>
    /// <param name="variables">Where the variables go, one for each value.</param>
    /// <exception cref="ArgumentException">There are not as many variables as values.</exception>
    /// <exception cref="TapeException">The tape is disposed, belongs to another thread, or is not the one that its thread uses.</exception>
    public void Variables(ReadOnlySpan<T> values, Span<Scalar<T>> variables)
    {
        RequireCurrent(nameof(Variables));
        if (values.Length != variables.Length)
            throw ScalarErrors.Counts(nameof(Variables), "values", values.Length, "variables", variables.Length);
        for (int i = 0; i < values.Length; i++)
        {
            MakeRoom();
            variables[i] = new(values[i], T.One, Record(T.Zero, 0, T.Zero, 0));
        }
    }

    /// <summary>
    /// The same number as an entry of its own, to differentiate with respect to: one that is a function of one other number, such as <c>Sin(x)</c> or
    /// <c>x + 1</c>, has none until it is recorded.
    /// </summary>
    /// <param name="x">A number that was computed from a variable of the tape.</param>
    /// <returns>The number to compute with from here on.</returns>
    /// <exception cref="TapeException">
    /// The number is a constant or not on this tape; the tape is disposed, belongs to another thread, or is not the one that its thread uses.
    /// </exception>
    public Scalar<T> Record(Scalar<T> x)
    {
        RequireCurrent(nameof(Record));
        if (x.IsConstant)
            throw ScalarErrors.Constant(nameof(Record), FormattableString.Invariant($"{x.Value}"));
        if (!Owns(x.Place))
            throw ScalarErrors.Foreign(this, x.Place);
        MakeRoom();
        return ScalarPlace.HasEntry(x.Place) ? x : new(x.Value, T.One, Record(x.Slope, x.Place, T.Zero, 0));
    }

    /// <summary>
    /// Forgets everything recorded, keeps the memory, and makes the thread use this tape, as if it were the newest. Numbers on the tape become
    /// stale: to record an operation on one, or to differentiate what was computed from it, is an error.
    /// </summary>
    /// <exception cref="TapeException">The tape is disposed, or belongs to another thread.</exception>
    public void Reset()
    {
        RequireOwn(nameof(Reset));
        if (_current != this)
        {
            Unlink();
            Below = _current;
            Use(this);
        }

        Leave();
        _next = FirstPlace();
        Enter();
    }

    /// <summary>Gives the memory back, and the thread the tape that it used before.</summary>
    /// <exception cref="TapeException">The tape belongs to another thread.</exception>
    public void Dispose()
    {
        if (_disposed)
            return;
        RequireOwn(nameof(Dispose));
        Unlink();
        _disposed = true;
        _next = ScalarMarks.Next() + 1;
        ArrayPool<ScalarEntry<T>>.Shared.Return(_entries);
        if (_adjoints.Length > 0)
            ArrayPool<T>.Shared.Return(_adjoints);
        (_entries, _adjoints) = ([], []);
    }

    // Under a mark that no other tape in use is found by, if one is near: such tapes would take turns in the table and record slowly.
    private static ulong FirstPlace()
    {
        ulong mark = ScalarMarks.Next();
        for (int tries = 0; tries < 8 && InUse[ScalarMarks.Slot(mark)] is not null; tries++)
            mark = ScalarMarks.Next();
        return mark + 1;
    }

    private void Grow()
    {
        if (_entries.Length >= ScalarPlace.MaxCount)
            throw ScalarErrors.Full(Origin, ScalarPlace.MaxCount);
        ScalarEntry<T>[] larger = ArrayPool<ScalarEntry<T>>.Shared.Rent((int)Math.Min(2L * _entries.Length, ScalarPlace.MaxCount));
        _entries.CopyTo(larger, 0);
        ArrayPool<ScalarEntry<T>>.Shared.Return(_entries);
        _entries = larger;
    }

    private void RequireCurrent(string operation)
    {
        RequireOwn(operation);
        if (_current != this)
            throw ScalarErrors.NotCurrent(operation, Origin, _current!.Origin);
    }

    private void RequireOwn(string operation)
    {
        if (_disposed)
            throw TapeErrors.Disposed(operation, Origin);
        if (CurrentThread.Number != _thread)
            throw ScalarErrors.OfAnotherThread(operation, Origin, _thread);
    }

    // Usually the newest; a tape that is disposed out of turn is taken out of the middle.
    private void Unlink()
    {
        if (_current == this)
        {
            Use(Below);
        }
        else
        {
            ScalarTape<T>? above = _current;
            while (above is not null && above.Below != this)
                above = above.Below;
            above?.Below = Below;
        }

        Below = null;
    }
}

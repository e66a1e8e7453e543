using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// A recurrent state between tapes: the numbers, owned, without what computed them. It is how a state crosses from one step of
/// training to the next: the forward pass goes on whole, and the gradient stops.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state's record.</typeparam>
public sealed class CarriedState<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private T[][] _values = [];
    private Shape[] _shapes = [];

    /// <summary>Whether nothing is carried: the next sequence starts from the initial state.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>How many arrays are carried.</summary>
    public int PartCount => IsEmpty ? 0 : _values.Length;

    /// <summary>Forgets the state.</summary>
    public void Clear() => IsEmpty = true;

    /// <summary>Copies a state off its tape. Memory is taken on the first call only, as long as shapes stay.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentException">The state is of a network that reads its sequence from both ends.</exception>
    /// <exception cref="TapeException">A part of the state is on no tape, or its tape was reset. The state that was carried stays.</exception>
    public void Save(TState state)
    {
        if (!TState.CanCarry)
            throw PackedErrors.NotCarried("CarriedState.Save", typeof(TState));

        // What may be refused is asked for before anything changes.
        for (int i = 0; i < state.PartCount; i++)
            _ = state[i].Values;
        if (_values.Length != state.PartCount)
        {
            _values = new T[state.PartCount][];
            _shapes = new Shape[state.PartCount];
        }

        for (int i = 0; i < _values.Length; i++)
        {
            ReadOnlySpan<T> values = state[i].Values;
            if (_values[i]?.Length != values.Length)
                _values[i] = new T[values.Length];
            values.CopyTo(_values[i]);
            _shapes[i] = state[i].Shape;
        }

        IsEmpty = false;
    }

    internal ReadOnlySpan<T> Values(int part) => _values[part];

    internal Shape ShapeOf(int part) => _shapes[part];

    /// <summary>Copies the state of another carrier.</summary>
    /// <param name="other">Where to copy from.</param>
    public void CopyFrom(CarriedState<T, TState> other)
    {
        IsEmpty = other.IsEmpty;
        if (IsEmpty)
            return;
        if (_values.Length != other._values.Length)
        {
            _values = new T[other._values.Length][];
            _shapes = new Shape[other._values.Length];
        }

        for (int i = 0; i < _values.Length; i++)
        {
            if (_values[i]?.Length != other._values[i].Length)
                _values[i] = new T[other._values[i].Length];
            other._values[i].CopyTo(_values[i], 0);
            _shapes[i] = other._shapes[i];
        }
    }

    /// <summary>Puts the state on a tape, as constants: it acts as an input there.</summary>
    /// <param name="tape">The tape.</param>
    /// <returns>The state.</returns>
    /// <exception cref="InvalidOperationException">Nothing is carried.</exception>
    /// <exception cref="ArgumentException">The carried arrays, as they were loaded, are not as many as a state has parts.</exception>
    public TState Restore(Tape<T> tape)
    {
        if (IsEmpty)
            throw new InvalidOperationException("CarriedState.Restore: nothing is carried; save a state first, or start from the initial state.");
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(_values.Length);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = tape.Constant(_values[i], _shapes[i]);
        return TState.FromParts(parts);
    }

    /// <summary>Sets the rows to zero that begin anew, whatever was in them. Does nothing where nothing is carried.</summary>
    /// <param name="reset">For each row of the batch, whether it begins anew.</param>
    /// <exception cref="ArgumentException">There are not as many flags as rows.</exception>
    public void ResetRows(ReadOnlySpan<bool> reset)
    {
        for (int i = 0; i < PartCount; i++)
        {
            if (_shapes[i].Rank == 0 || _shapes[i][0] != reset.Length)
                throw RnnErrors.FlagsDoNotFit(nameof(ResetRows), reset.Length, _shapes[i]);
        }

        for (int i = 0; i < PartCount; i++)
        {
            int size = _values[i].Length / Math.Max(1, reset.Length);
            for (int row = 0; row < reset.Length; row++)
            {
                if (reset[row])
                    _values[i].AsSpan(row * size, size).Clear();
            }
        }
    }

    /// <summary>Puts the carried arrays into a file, bit by bit; also that nothing is carried. Nothing is added unless everything can be.</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="prefix">What the entries' names begin with, and no others', as in <c>carried.0</c>.</param>
    /// <exception cref="ArgumentException">The file has an entry of such a name already.</exception>
    /// <exception cref="NotSupportedException">Files do not hold the element type.</exception>
    public void SaveState(TensorFile file, string prefix = "carried")
    {
        TensorFile all = new();
        all.Add<long>($"{prefix}.count", Shape.Scalar, [StateEntries.Add(all, prefix, this)]);
        file.Add(all);
    }

    /// <summary>Takes back what <see cref="SaveState"/> has put into a file. Nothing changes unless everything is there.</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="prefix">What the entries' names begin with.</param>
    /// <exception cref="TensorFileException">An entry is missing or unexpected, or the count is impossible.</exception>
    /// <exception cref="ArgumentException">An entry is of another element type.</exception>
    /// <remarks>Whether the arrays make up a state of this type shows at <see cref="Restore"/>.</remarks>
    public void LoadState(TensorFile file, string prefix = "carried")
    {
        const string Operation = "CarriedState.LoadState";
        TensorEntry entry = StateEntries.Entry(Operation, file, $"{prefix}.count");
        if (entry.Values<long>() is not [long count and >= 0])
            throw new TensorFileException($"{Operation}: {prefix}.count is no count of arrays; need one number, 0 or more. The file is damaged.");
        List<(Shape, T[])> parts = StateEntries.Parts<T>(Operation, file, prefix, count);
        StateEntries.RequireNoOthers(Operation, file, prefix, 1 + parts.Count);
        Load(parts);
    }

    /// <summary>The carried arrays with their shapes, for a file of one's own. The arrays are the carrier's own: the next state overwrites them.</summary>
    public IEnumerable<(Shape Shape, ReadOnlyMemory<T> Values)> Parts()
    {
        for (int i = 0; i < PartCount; i++)
            yield return (_shapes[i], _values[i]);
    }

    /// <summary>Takes the arrays that <see cref="Parts"/> gave, as read from a file.</summary>
    /// <param name="parts">The arrays with their shapes; none for an empty state.</param>
    /// <exception cref="ArgumentException">An array does not fill its shape.</exception>
    /// <remarks>Whether the arrays make up a state of this type shows at <see cref="Restore"/>.</remarks>
    public void Load(IReadOnlyList<(Shape Shape, T[] Values)> parts)
    {
        Take(parts);
        IsEmpty = parts.Count == 0;
    }

    // The arrays of a state, which may have none.
    internal void Take(IReadOnlyList<(Shape Shape, T[] Values)> parts)
    {
        foreach ((Shape shape, T[] values) in parts)
        {
            if (values.Length != shape.Count)
                throw new ArgumentException(
                    $"CarriedState.Load: the values do not fill the shape: {shape} has {shape.Count} elements, {values.Length} values were given; "
                        + "need as many values as elements.");
        }

        _values = new T[parts.Count][];
        _shapes = new Shape[parts.Count];
        for (int i = 0; i < parts.Count; i++)
            (_shapes[i], _values[i]) = (parts[i].Shape, (T[])parts[i].Values.Clone());
        IsEmpty = false;
    }
}

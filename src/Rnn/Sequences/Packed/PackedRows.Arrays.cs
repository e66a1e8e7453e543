using System;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

// Moving arrays between their forms: padded, packed, and rows one after the other.
public sealed partial class PackedRows
{
    /// <summary>Takes the real steps out of a padded array. Padding is not read: whatever is in it, NaN included, reaches no value and no gradient.</summary>
    /// <param name="padded"><c>[time, batch, ...]</c> or <c>[batch, time, ...]</c>; as many steps as the longest row has, or more.</param>
    /// <param name="layout">Which of the two.</param>
    /// <returns>The packed array <c>[places, ...]</c>.</returns>
    /// <exception cref="ArgumentException">The array does not fit the rows, or there is no such layout.</exception>
    /// <remarks>Derivative: <see cref="Unpack"/> of the cotangent. Cost: a copy of the real steps, in either layout; nothing where the padded array is the packed one.</remarks>
    public Variable<T> Pack<T>(Variable<T> padded, SequenceLayout layout = SequenceLayout.TimeFirst)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = padded.Shape;
        int steps = CheckPadded(nameof(Pack), shape, layout);
        Variable<T> places = Reshape(padded, shape.Remove(0).With(0, steps * RowCount));
        return IsPackedAlready(steps, layout) ? places : Gather(places, PaddedPlaces(steps, layout));
    }

    /// <summary>Puts a packed array among padding of zeros.</summary>
    /// <param name="packed">A packed array <c>[places, ...]</c>.</param>
    /// <param name="layout">What to make.</param>
    /// <param name="steps">How many steps to make, as many as the longest row has, or more; null for as many.</param>
    /// <returns><c>[time, batch, ...]</c> or <c>[batch, time, ...]</c>.</returns>
    /// <exception cref="ArgumentException">The array does not fit the rows, the longest row has more steps, or there is no such layout.</exception>
    /// <remarks>Derivative: <see cref="Pack{T}(Variable{T}, SequenceLayout)"/> of the cotangent: what arrives at the padding is not read. Cost: a copy.</remarks>
    public Variable<T> Unpack<T>(Variable<T> packed, SequenceLayout layout = SequenceLayout.TimeFirst, int? steps = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Layouts.Check(nameof(PackedRows), layout);
        Shape shape = CheckPacked(nameof(Unpack), packed.Shape, Count);
        int time = steps ?? StepCount;
        if (time < StepCount)
            throw PackedErrors.ValueCount("PackedRows.Unpack", "fewer steps than the longest row has", time, StepCount, "or more");
        Variable<T> places = IsPackedAlready(time, layout) ? packed : ScatterAdd(packed, PaddedPlaces(time, layout), time * RowCount);
        Shape padded = shape.With(0, RowCount);
        return Reshape(places, layout == SequenceLayout.TimeFirst ? padded.Insert(0, time) : padded.Insert(1, time));
    }

    /// <summary>Packs rows that lie one after the other: all steps of row 0, then those of row 1.</summary>
    /// <param name="rows"><c>[places, ...]</c>, row by row.</param>
    /// <returns>The packed array <c>[places, ...]</c>, step by step.</returns>
    /// <exception cref="ArgumentException">The array does not fit the rows.</exception>
    public Variable<T> PackRows<T>(Variable<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckPacked(nameof(PackRows), rows.Shape, Count);
        Span<int> places = Scratch(Count);
        for (int row = 0, next = 0; row < RowCount; row++)
        {
            for (int t = 0; t < _lengths[row]; t++)
                places[_starts[t] + _ranks[row]] = next++;
        }

        return Gather(rows, places);
    }

    /// <summary>Lays a packed array out row after row: the inverse of <see cref="PackRows{T}(Variable{T})"/>.</summary>
    /// <param name="packed">A packed array <c>[places, ...]</c>.</param>
    /// <returns><c>[places, ...]</c>, row by row.</returns>
    /// <exception cref="ArgumentException">The array does not fit the rows.</exception>
    public Variable<T> UnpackRows<T>(Variable<T> packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckPacked(nameof(UnpackRows), packed.Shape, Count);
        Span<int> places = Scratch(Count);
        for (int row = 0, next = 0; row < RowCount; row++)
        {
            for (int t = 0; t < _lengths[row]; t++)
                places[next++] = _starts[t] + _ranks[row];
        }

        return Gather(packed, places);
    }

    /// <summary>Every row from its end to its beginning; twice is the identity.</summary>
    /// <param name="packed">A packed array <c>[places, ...]</c>.</param>
    /// <returns>The packed array in which step t of a row of length n is what step n - 1 - t was.</returns>
    /// <exception cref="ArgumentException">The array does not fit the rows.</exception>
    public Variable<T> Reverse<T>(Variable<T> packed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckPacked(nameof(Reverse), packed.Shape, Count);
        Span<int> places = Scratch(Count);
        for (int row = 0; row < RowCount; row++)
        {
            for (int t = 0; t < _lengths[row]; t++)
                places[_starts[t] + _ranks[row]] = _starts[_lengths[row] - 1 - t] + _ranks[row];
        }

        return Gather(packed, places);
    }

    /// <summary>Takes the real steps out of padded values, such as targets.</summary>
    /// <param name="padded">Values, <c>[time, batch]</c> or <c>[batch, time]</c>.</param>
    /// <param name="packed">Where to put them, one place for each real step.</param>
    /// <param name="layout">Which of the two.</param>
    /// <exception cref="ArgumentException">The values do not fit the rows, or there is no such layout.</exception>
    public void Pack<TValue>(ReadOnlySpan<TValue> padded, Span<TValue> packed, SequenceLayout layout = SequenceLayout.TimeFirst)
    {
        Layouts.Check(nameof(PackedRows), layout);
        int steps = padded.Length / RowCount;
        if (padded.Length % RowCount != 0 || steps < StepCount)
            throw PackedErrors.ValueCount("PackedRows.Pack", "the padded values do not fit", padded.Length, StepCount * RowCount, $"or more: {StepCount} steps of {RowCount} rows");
        CheckRoom(nameof(Pack), packed.Length);
        for (int row = 0; row < RowCount; row++)
        {
            for (int t = 0; t < _lengths[row]; t++)
                packed[_starts[t] + _ranks[row]] = padded[Padded(row, t, RowCount, steps, layout)];
        }
    }

    /// <summary>Puts one row's values where its steps lie.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="values">A value for each of its steps.</param>
    /// <param name="packed">Where to put them: values for all rows, one place for each real step.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The values do not fit the row.</exception>
    public void PackRow<TValue>(int row, ReadOnlySpan<TValue> values, Span<TValue> packed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
        if (values.Length != _lengths[row])
            throw PackedErrors.ValueCount("PackedRows.PackRow", $"the values do not fit row {row}", values.Length, _lengths[row], "one for each of its steps");
        CheckRoom(nameof(PackRow), packed.Length);
        for (int t = 0; t < values.Length; t++)
            packed[_starts[t] + _ranks[row]] = values[t];
    }

    /// <summary>Reads one row's values from where its steps lie.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="packed">Values for all rows, one place for each real step.</param>
    /// <param name="values">Where to put the row's, one for each of its steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The values do not fit the row.</exception>
    public void UnpackRow<TValue>(int row, ReadOnlySpan<TValue> packed, Span<TValue> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
        if (values.Length != _lengths[row])
            throw PackedErrors.ValueCount("PackedRows.UnpackRow", $"the room does not fit row {row}", values.Length, _lengths[row], "one for each of its steps");
        CheckRoom(nameof(UnpackRow), packed.Length);
        for (int t = 0; t < values.Length; t++)
            values[t] = packed[_starts[t] + _ranks[row]];
    }

    // What stands a step before each place of a segment from its second step on.
    internal Variable<T> BeforeEach<T>(Variable<T> packed, PackedSegment segment)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int first = _starts[segment.Start], second = _starts[Math.Min(segment.Start + 1, segment.End)];
        Span<int> places = Scratch(_starts[segment.End] - second);
        for (int t = segment.Start + 1, next = 0; t < segment.End; t++)
        {
            for (int rank = 0; rank < _starts[t + 1] - _starts[t]; rank++)
                places[next++] = _starts[t - 1] + rank - first;
        }

        return Gather(packed, places);
    }

    // Which row of a mask each place has: the row's own for all steps, or one for each step and row.
    internal ReadOnlySpan<int> MaskRows(PackedSegment segment, bool locked)
    {
        Span<int> numbers = Scratch(segment.Count);
        for (int t = segment.Start, next = 0; t < segment.End; t++)
        {
            for (int rank = 0; rank < _starts[t + 1] - _starts[t]; rank++)
                numbers[next++] = _order[rank] + (locked ? 0 : t * RowCount);
        }

        return numbers;
    }

    // Where the padded array has what belongs in each place.
    private Span<int> PaddedPlaces(int steps, SequenceLayout layout)
    {
        Span<int> places = Scratch(Count);
        for (int t = 0; t < StepCount; t++)
        {
            for (int rank = 0; rank < _starts[t + 1] - _starts[t]; rank++)
                places[_starts[t] + rank] = Padded(_order[rank], t, RowCount, steps, layout);
        }

        return places;
    }

    private bool IsPackedAlready(int steps, SequenceLayout layout) => Count == steps * RowCount && (layout == SequenceLayout.TimeFirst || RowCount == 1 || steps <= 1);

    private int CheckPadded(string operation, Shape padded, SequenceLayout layout)
    {
        Layouts.Check(nameof(PackedRows), layout);
        (int time, int batch) = layout == SequenceLayout.TimeFirst ? (0, 1) : (1, 0);
        if (padded.Rank < 2 || padded[batch] != RowCount || padded[time] < StepCount)
            throw PackedErrors.PaddedShape($"PackedRows.{operation}", padded, this, layout);
        return padded[time];
    }

    private static Shape CheckPacked(string operation, Shape packed, int count) => packed.Rank > 0 && packed[0] == count
        ? packed
        : throw PackedErrors.PackedShape($"PackedRows.{operation}", packed, count);

    private void CheckRoom(string operation, int length)
    {
        if (length != Count)
            throw PackedErrors.ValueCount($"PackedRows.{operation}", "the packed values do not fit", length, Count, "one for each real step");
    }
}

using System;

namespace AutoDiff.Rnn;

/// <summary>
/// Rows of several lengths, and where their steps lie when all padding is left out: step after step, and in a step one place for each row that
/// is not yet at its end. Rows keep the numbers that the caller gave them; no sorting is asked of anyone. A row may be empty.
/// </summary>
/// <remarks>
/// Packed arrays are <c>[places, ...]</c>. Because steps come one after the other, the steps <c>start</c> to <c>end</c> of all rows are one slice of them (<see cref="Steps"/>).
/// One object serves all batches: <see cref="Set(ReadOnlySpan{int})"/> it anew for each; what is on a tape already keeps its own copy. It is used by one thread at a time.
/// </remarks>
/// <example><code>
/// PackedRows rows = new([3, 5, 0]);
/// Variable&lt;float&gt; outputs = cell.Unroll(padded, rows, cell.InitialState(tape, 3), out LstmState&lt;float&gt; final);
/// </code></example>
public sealed partial class PackedRows
{
    private int[] _lengths = [];
    private int[] _order = [];
    private int[] _ranks = [];
    private int[] _starts = [0];
    private int[] _scratch = [];
    private long[] _keys = [];

    /// <summary>Arranges rows by their lengths.</summary>
    /// <param name="lengths">How many steps each row has.</param>
    /// <exception cref="ArgumentException">There is no row, or a length is negative.</exception>
    public PackedRows(ReadOnlySpan<int> lengths) => Set(lengths);

    /// <summary>Arranges rows by a mask of their real steps.</summary>
    /// <param name="mask">For each step and row, whether the step is real; after a row's first padding there is nothing but padding.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="layout">Whether the mask is <c>[time, rows]</c> or <c>[rows, time]</c>.</param>
    /// <exception cref="ArgumentException">There is no row, no such layout, the mask does not fill the rows, or a real step follows padding.</exception>
    public PackedRows(ReadOnlySpan<bool> mask, int rows, SequenceLayout layout = SequenceLayout.TimeFirst) => Set(mask, rows, layout);

    /// <summary>How many rows there are, empty ones included.</summary>
    public int RowCount { get; private set; }

    /// <summary>Steps of the longest row.</summary>
    public int StepCount { get; private set; }

    /// <summary>Real steps of all rows together: the places of a packed array.</summary>
    public int Count => _starts[StepCount];

    /// <summary>How many steps each row has.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, RowCount);

    // Rows from the longest to the shortest, equal ones in their own order; a row's rank is its place there.
    internal ReadOnlySpan<int> Order => _order.AsSpan(0, RowCount);

    internal ReadOnlySpan<int> Ranks => _ranks.AsSpan(0, RowCount);

    internal bool IsSorted { get; private set; }

    /// <summary>Arranges other rows.</summary>
    /// <param name="lengths">How many steps each row has.</param>
    /// <exception cref="ArgumentException">There is no row, or a length is negative. All is as it was.</exception>
    public void Set(ReadOnlySpan<int> lengths)
    {
        if (lengths.IsEmpty)
            throw PackedErrors.NoRows();
        long count = 0;
        int longest = 0;
        for (int row = 0; row < lengths.Length; row++)
        {
            if (lengths[row] < 0)
                throw PackedErrors.NegativeLength(row, lengths[row]);
            count += lengths[row];
            longest = Math.Max(longest, lengths[row]);
        }

        if (count >= Array.MaxLength)
            throw PackedErrors.TooManySteps(count);
        Arrange(lengths, longest);
    }

    /// <summary>Arranges other rows by a mask of their real steps.</summary>
    /// <param name="mask">For each step and row, whether the step is real; after a row's first padding there is nothing but padding.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="layout">Whether the mask is <c>[time, rows]</c> or <c>[rows, time]</c>.</param>
    /// <exception cref="ArgumentException">There is no row, no such layout, the mask does not fill the rows, or a real step follows padding. All is as it was.</exception>
    public void Set(ReadOnlySpan<bool> mask, int rows, SequenceLayout layout = SequenceLayout.TimeFirst)
    {
        if (rows < 1)
            throw PackedErrors.NoRows();
        Layouts.Check(nameof(PackedRows), layout);
        if (mask.Length % rows != 0)
            throw PackedErrors.MaskDoesNotFill(mask.Length, rows);
        int steps = mask.Length / rows;
        Span<int> lengths = Scratch(rows);
        for (int row = 0; row < rows; row++)
        {
            lengths[row] = steps;
            for (int t = 0; t < steps; t++)
            {
                bool real = mask[Padded(row, t, rows, steps, layout)];
                if (!real && lengths[row] == steps)
                    lengths[row] = t;
                else if (real && lengths[row] < t)
                    throw PackedErrors.NotLeftAligned(row, t, lengths[row]);
            }
        }

        Set(lengths);
    }

    /// <summary>How many rows have a step: those whose lengths are greater.</summary>
    /// <param name="step">A step, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The longest row has no such step.</exception>
    public int ActiveRows(int step)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)StepCount, nameof(step));
        return _starts[step + 1] - _starts[step];
    }

    /// <summary>Where a row's step lies in a packed array.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="step">Its step, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or it has no such step.</exception>
    public int Place(int row, int step)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)RowCount, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)_lengths[row], nameof(step));
        return _starts[step] + _ranks[row];
    }

    /// <summary>Some of the steps of all rows: what a segment of truncated backpropagation runs.</summary>
    /// <param name="start">The first step, from 0.</param>
    /// <param name="end">One past the last step, at most <see cref="StepCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The longest row has no such steps.</exception>
    public PackedSegment Steps(int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)end, (uint)StepCount, nameof(end));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start, (uint)end, nameof(start));
        return new PackedSegment(this, start, end);
    }

    // Where a step's places begin; for the step after the last, how many places there are.
    internal int StartOf(int step) => _starts[step];

    // The first step after this one before which a row ends, or the end.
    internal int EndOfStretch(int step, int end)
    {
        int active = ActiveRows(step), next = step + 1;
        while (next < end && ActiveRows(next) == active)
            next++;
        return next;
    }

    private static int Padded(int row, int step, int rows, int steps, SequenceLayout layout) => layout == SequenceLayout.TimeFirst ? (step * rows) + row : (row * steps) + step;

    private void Arrange(ReadOnlySpan<int> lengths, int longest)
    {
        int rows = lengths.Length;

        // The memory that may not be there is asked for first, before anything changes.
        Span<int> starts = Room(ref _starts, longest + 1);
        Span<int> kept = Room(ref _lengths, rows), order = Room(ref _order, rows), ranks = Room(ref _ranks, rows);
        Span<long> keys = Room(ref _keys, rows);
        lengths.CopyTo(kept);
        for (int row = 0; row < rows; row++)
            keys[row] = ((long)(int.MaxValue - kept[row]) << 32) | (uint)row;
        keys.Sort();
        IsSorted = true;
        for (int rank = 0; rank < rows; rank++)
        {
            order[rank] = (int)(uint)keys[rank];
            ranks[order[rank]] = rank;
            IsSorted &= order[rank] == rank;
        }

        RowCount = rows;
        StepCount = longest;
        starts[0] = 0;
        for (int t = 0, active = rows; t < StepCount; t++)
        {
            while (kept[order[active - 1]] <= t)
                active--;
            starts[t + 1] = starts[t] + active;
        }
    }

    private Span<int> Scratch(int count) => Room(ref _scratch, count);

    // Grows by doubling, so that a stream of batches soon allocates no more.
    private static Span<TValue> Room<TValue>(ref TValue[] array, int count)
    {
        if (array.Length < count)
            array = new TValue[Math.Max(count, 2 * array.Length)];
        return array.AsSpan(0, count);
    }
}

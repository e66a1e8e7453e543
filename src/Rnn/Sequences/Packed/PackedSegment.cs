using System;

namespace AutoDiff.Rnn;

/// <summary>
/// Some steps of rows of several lengths, from one step to another: a slice of the packed array. Made by <see cref="PackedRows.Steps"/>; all steps, by
/// conversion.
/// </summary>
public readonly record struct PackedSegment
{
    private readonly PackedRows? _rows;

    internal PackedSegment(PackedRows rows, int start, int end)
    {
        _rows = rows;
        Start = start;
        End = end;
    }

    /// <summary>The rows.</summary>
    /// <exception cref="InvalidOperationException">This was made by default, without rows.</exception>
    public PackedRows Rows =>
        _rows ?? throw new InvalidOperationException(
            "PackedSegment: there are no rows: it was made by default; need one of PackedRows.Steps, or the rows themselves.");

    /// <summary>The first step.</summary>
    public int Start { get; }

    /// <summary>One past the last step.</summary>
    public int End { get; }

    /// <summary>The first place in the rows' packed array.</summary>
    public int First => Rows.StartOf(Start);

    /// <summary>How many places: real steps of all rows from <see cref="Start"/> to <see cref="End"/>.</summary>
    public int Count => Rows.StartOf(End) - Rows.StartOf(Start);

    /// <summary>Whether these are all steps of the rows.</summary>
    public bool IsWhole => Start == 0 && End == Rows.StepCount;

    /// <summary>All steps of the rows.</summary>
    /// <param name="rows">The rows.</param>
    public static implicit operator PackedSegment(PackedRows rows) => FromPackedRows(rows);

    /// <summary>All steps of the rows.</summary>
    /// <param name="rows">The rows.</param>
    public static PackedSegment FromPackedRows(PackedRows rows) => new(rows, 0, rows.StepCount);
}

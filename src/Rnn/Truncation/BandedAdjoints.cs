using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// The adjoints of all losses whose windows the sweep is in, one row for those that are followed back together, all pulled through a step
/// at once. A row leaves where its window begins.
/// </summary>
internal sealed class BandedAdjoints<T>(Pullback<T> pullback) : IWindowAdjoints<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private StateRows<T>? _layout;
    private T[][] _rows = [], _pulled = [];

    // Whose losses each row is of.
    private Segment[] _segments = [];
    private int _count;

    public void Begin(StateRows<T> rows, int first)
    {
        _layout = rows;
        _count = 0;
    }

    public bool TrySum(int step, T[][] sum)
    {
        for (int part = 0; part < sum.Length && _count > 0; part++)
        {
            int size = _layout!.Size(part);
            Span<T> into = sum[part].AsSpan(0, size);
            StateRows<T>.Sum(_rows[part].AsSpan(0, _count * size), into);
        }

        return _count > 0;
    }

    public bool TryPull(in WindowStep<T> step)
    {
        Drop(step.Step - 1);
        Reserve(_count + 1);
        if (_count > 0)
        {
            pullback.Run(step.Next, _rows, step.State, _pulled, _count);
            (_rows, _pulled) = (_pulled, _rows);
        }

        if (step.HasLoss && step.Segment.Start < step.Step)
        {
            Join(step.Segment, step.Adjoint);
        }

        return true;
    }

    // Rows leave that do not see a step.
    private void Drop(int step)
    {
        for (int row = _count - 1; row >= 0; row--)
        {
            if (_segments[row].Start <= step)
                continue;
            _count--;
            _segments[row] = _segments[_count];
            for (int part = 0; part < _rows.Length && row < _count; part++)
            {
                int size = _layout!.Size(part);
                _rows[part].AsSpan(_count * size, size).CopyTo(_rows[part].AsSpan(row * size));
            }
        }
    }

    // The new loss joins the row of those that are followed back with it, or makes one.
    private void Join(Segment segment, ReadOnlySpan<T[]> adjoint)
    {
        int row = _segments.AsSpan(0, _count).IndexOf(segment);
        bool isNew = row < 0;
        if (isNew)
            _segments[row = _count++] = segment;
        for (int part = 0; part < _rows.Length; part++)
        {
            int size = _layout!.Size(part);
            Span<T> into = _rows[part].AsSpan(row * size, size);
            if (isNew)
                adjoint[part].AsSpan(0, size).CopyTo(into);
            else
                StateRows<T>.Add(adjoint[part].AsSpan(0, size), into);
        }
    }

    private void Reserve(int rows)
    {
        if (_segments.Length < rows)
            Array.Resize(ref _segments, 2 * rows);
        _layout!.Reserve(ref _rows, rows);
        _layout.Reserve(ref _pulled, rows);
    }
}

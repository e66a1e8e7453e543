using System;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// A gradient that is zero but for some rows: these rows' sums one after the other, each row once, in the order in which they first came.
internal sealed class RowGradient<T>(int rows, int width)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // One more than the place of each row's sum; 0 where it has none.
    private readonly int[] _places = new int[rows];

    private int[] _rows = [];
    private int[] _targets = [];
    private T[] _values = [];
    private int _count;

    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    public Span<T> Values => _values.AsSpan(0, _count * width);

    // Forgets the rows; costs as much as there are.
    public void Clear()
    {
        foreach (int row in Rows)
            _places[row] = 0;
        _count = 0;
    }

    // Adds numbered rows in their order. A new row's sum begins at 0, so that the bits are those of a full gradient.
    public void Add(ReadOnlySpan<int> numbers, ReadOnlySpan<T> values)
    {
        if (_targets.Length < numbers.Length)
            _targets = new int[Math.Max(numbers.Length, 2 * _targets.Length)];
        int known = _count;
        for (int i = 0; i < numbers.Length; i++)
        {
            ref int place = ref _places[numbers[i]];
            if (place == 0)
            {
                if (_count == _rows.Length)
                    Array.Resize(ref _rows, Math.Max(16, 2 * _count));
                _rows[_count++] = numbers[i];
                place = _count;
            }

            _targets[i] = place - 1;
        }

        if (_values.Length < _count * width)
            Array.Resize(ref _values, (int)Math.Min(2L * _count * width, (long)_places.Length * width));
        Values[(known * width)..].Clear();
        if (!values.IsEmpty)
            Movement.ScatterAdd(values, _count, width, _targets.AsSpan(0, numbers.Length), Values);
    }

    // The gradient in full.
    public void WriteTo(Span<T> gradient)
    {
        gradient.Clear();
        for (int i = 0; i < _count; i++)
            _values.AsSpan(i * width, width).CopyTo(gradient[(_rows[i] * width)..]);
    }
}

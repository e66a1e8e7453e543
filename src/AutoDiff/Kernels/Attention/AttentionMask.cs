using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// Terms that are added to the scores [leading..., queries, keys]: their shape broadcasts to that. Empty where there are none.
internal readonly ref struct AttentionMask<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Shape _leading;
    private readonly Shape _ownLeading;
    private readonly int _rows, _columns;

    public AttentionMask(ReadOnlySpan<T> values, in Shape shape, in Shape queries)
    {
        Values = values;
        _leading = new Shape(queries.Axes[..^2]);
        _ownLeading = new Shape(shape.Axes[..Math.Max(0, shape.Rank - 2)]);
        _rows = shape.LengthFromEnd(2);
        _columns = shape.LengthFromEnd(1);
    }

    public ReadOnlySpan<T> Values { get; }

    public bool IsEmpty => Values.IsEmpty;

    // Where the terms of a row of scores begin.
    public int RowOf(int head, int query) => ((Strides.Source(in _leading, head, in _ownLeading) * _rows) + (_rows == 1 ? 0 : query)) * _columns;

    // The terms for a row's scores from `key` on: as many, or a single one for all.
    public ReadOnlySpan<T> Row(int head, int query, int key, int count) =>
        _columns == 1 ? Values.Slice(RowOf(head, query), 1) : Values.Slice(RowOf(head, query) + key, count);

    // Adds the scores' cotangents to those of the terms. A term that all keys share changes no weight: its cotangent is 0.
    public void AddGradient(int head, int query, int key, ReadOnlySpan<T> scoresBar, Span<T> valuesBar)
    {
        if (_columns > 1)
            Elementwise.Map<T, IdentityFunction<T>>(scoresBar, valuesBar.Slice(RowOf(head, query) + key, scoresBar.Length), accumulate: true);
    }
}

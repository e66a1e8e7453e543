using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>The parts of a state as plain arrays, and arrays that hold many such states, one after the other in each part.</summary>
internal sealed class StateRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Shape[] _shapes = [];

    public int PartCount => _shapes.Length;

    // Rows of the batch; 1 where parts have other numbers of them, so that all is one row.
    public int Batch { get; private set; }

    // Elements of a row of the batch, all parts together.
    public int Features { get; private set; }

    // What the first state of a sequence looks like is what all look like.
    public void Set<TState>(TState state)
        where TState : struct, IState<TState, T>
    {
        if (_shapes.Length != state.PartCount)
            _shapes = new Shape[state.PartCount];
        long size = 0;
        for (int part = 0; part < _shapes.Length; part++)
        {
            _shapes[part] = state[part].Shape;
            int rows = _shapes[part].Rank == 0 ? 1 : _shapes[part][0];
            Batch = part == 0 || rows == Batch ? rows : 1;
            size += Size(part);
        }

        Features = (int)(size / Math.Max(1, Batch));
    }

    public Shape Shape(int part) => _shapes[part];

    // Elements of a part.
    public int Size(int part) => _shapes[part].Count;

    // Makes room for that many states, and keeps what is there.
    public void Reserve(ref T[][] arrays, int rows)
    {
        if (arrays.Length != PartCount)
            arrays = new T[PartCount][];
        for (int part = 0; part < arrays.Length; part++)
        {
            if (arrays[part] is null || arrays[part].Length < rows * Size(part))
                Array.Resize(ref arrays[part], Math.Max(rows * Size(part), 2 * (arrays[part]?.Length ?? 0)));
        }
    }

    public void CheckNext<TState>(TState next)
        where TState : struct, IState<TState, T>
    {
        for (int part = 0; part < Math.Max(PartCount, next.PartCount); part++)
        {
            if (part >= PartCount || part >= next.PartCount || next[part].Shape != _shapes[part])
                throw RnnErrors.StateChanges(part, part < PartCount ? _shapes[part].ToString() : "not there", part < next.PartCount ? next[part].Shape.ToString() : "not there");
        }
    }

    // into += factor * x.
    public static void AddScaled(T factor, ReadOnlySpan<T> x, Span<T> into)
    {
        int i = 0;
        if (Vector<T>.IsSupported)
        {
            Vector<T> factors = new(factor);
            for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
                (new Vector<T>(into[i..]) + (factors * new Vector<T>(x[i..]))).CopyTo(into[i..]);
        }

        for (; i < x.Length; i++)
            into[i] += factor * x[i];
    }

    // into = the sum of rows of its length, from the first to the last.
    public static void Sum(ReadOnlySpan<T> rows, Span<T> into)
    {
        int size = into.Length, row = size;
        rows[..size].CopyTo(into);
        for (; size > 0 && row <= rows.Length - (4 * size); row += 4 * size)
            AddFour(rows.Slice(row, size), rows.Slice(row + size, size), rows.Slice(row + (2 * size), size), rows.Slice(row + (3 * size), size), into);
        for (; row < rows.Length; row += size)
            Add(rows.Slice(row, size), into);
    }

    // into += w, then x, then y, then z.
    private static void AddFour(ReadOnlySpan<T> w, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> into)
    {
        int i = 0;
        if (Vector<T>.IsSupported)
        {
            for (; i <= into.Length - Vector<T>.Count; i += Vector<T>.Count)
                (new Vector<T>(into[i..]) + new Vector<T>(w[i..]) + new Vector<T>(x[i..]) + new Vector<T>(y[i..]) + new Vector<T>(z[i..])).CopyTo(into[i..]);
        }

        for (; i < into.Length; i++)
            into[i] = into[i] + w[i] + x[i] + y[i] + z[i];
    }

    // into += x.
    public static void Add(ReadOnlySpan<T> x, Span<T> into)
    {
        int i = 0;
        if (Vector<T>.IsSupported)
        {
            for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
                (new Vector<T>(into[i..]) + new Vector<T>(x[i..])).CopyTo(into[i..]);
        }

        for (; i < x.Length; i++)
            into[i] += x[i];
    }
}

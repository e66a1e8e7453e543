using System;

namespace AutoDiff;

// A gradient that came from lookups alone stays in rows, so that a step costs what was looked up and not the table. It is written out in
// full when somebody asks for it so, and becomes a full one when something other than rows is added.
public sealed partial class Parameter<T>
{
    private RowGradient<T>? _rows;

    // Whether the full array holds what the rows hold.
    private bool _isWritten;

    /// <summary>
    /// Whether the gradient is kept in rows: all that was added since the last <see cref="ClearGradient"/> are rows along the first axis,
    /// as from <see cref="Ops.Gather{T}(Variable{T}, ReadOnlySpan{int})"/>, and it is zero but for those in <see cref="GradientRows"/>.
    /// </summary>
    /// <remarks>
    /// Any other use of the parameter in a graph, a tied output layer for instance, and <see cref="WriteGradient"/> make the gradient a full
    /// one until it is cleared. Reading <see cref="Gradient"/> does not.
    /// </remarks>
    public bool HasRowGradient { get; private set; }

    /// <summary>The rows, each once, of a gradient that is kept in rows, in the order in which they first came; else empty.</summary>
    public ReadOnlySpan<int> GradientRows => HasRowGradient ? _rows!.Rows : [];

    /// <summary>
    /// The numbers of the gradient as they are kept: the sums of the <see cref="GradientRows"/>, one row after the other, where
    /// <see cref="HasRowGradient"/>, else <see cref="Gradient"/>; empty where there is none. What is not kept is zero.
    /// </summary>
    public ReadOnlySpan<T> StoredGradient => HasRowGradient ? _rows!.Values : Gradient;

    // Whether rows may be added without writing the gradient out in full.
    internal bool TakesRows => HasRowGradient || (!HasGradient && Shape.Rank > 0);

    /// <summary>The numbers of <see cref="StoredGradient"/>, to be changed in place, as clipping does.</summary>
    public Span<T> WriteStoredGradient()
    {
        if (!HasRowGradient)
            return WriteGradient();
        _isWritten = false;
        return _rows!.Values;
    }

    // Adds to numbered rows; the caller holds the claim.
    internal void AddRows(ReadOnlySpan<int> numbers, ReadOnlySpan<T> values)
    {
        _rows ??= new RowGradient<T>(Shape[0], Shape.CountOf(1, Shape.Rank));
        if (!HasRowGradient)
            _rows.Clear();
        _rows.Add(numbers, values);
        _isWritten = false;
        HasGradient = HasRowGradient = true;
    }

    // From now on the gradient, if there is one, is a full one.
    internal void LeaveRows()
    {
        WriteRows();
        HasRowGradient = false;
    }

    private void WriteRows()
    {
        if (!HasRowGradient || _isWritten)
            return;
        _rows!.WriteTo(GradientArray.AsSpan(GradientStart, Shape.Count));
        _isWritten = true;
    }
}

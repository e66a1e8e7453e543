using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// A part of one axis: `Count` places from `Start` on. The axis counts from the front.
internal readonly record struct Section(int Axis, int Start, int Count)
{
    // The same section of an array with one more axis in front.
    public Section Shifted => this with { Axis = Axis + 1 };

    public Shape Of(in Shape whole) => whole.With(Axis, Count);

    public int Offset(in Shape whole) => Start * whole.CountOf(Axis + 1, whole.Rank);

    // Whether the section is one contiguous run of the whole: no longer axis stands before its own.
    public bool IsRun(in Shape whole) => whole.CountOf(0, Axis) == 1;

    public void Check(string operation, in Shape whole)
    {
        if (Start < 0 || Count < 0 || Start > whole[Axis] - Count)
            OutOfRange(operation, whole);
    }

    // The section of the whole, as an array of its own.
    public void Extract<T>(in Shape whole, ReadOnlySpan<T> x, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Movement.Slice(x, whole[Axis], whole.CountOf(Axis + 1, whole.Rank), Start, Count, y, accumulate);

    // The array back in its section: with accumulation nothing else of the whole is touched, without it the rest becomes zeros.
    public void Embed<T>(in Shape whole, ReadOnlySpan<T> x, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!accumulate)
            y.Clear();
        Movement.PutSlice(x, whole[Axis], whole.CountOf(Axis + 1, whole.Rank), Start, Count, y, accumulate);
    }

    [DoesNotReturn]
    private void OutOfRange(string operation, Shape whole) => throw new ArgumentException(
        Count == 1 && operation == nameof(Ops.Select)
            ? $"{operation}: no index {Start}: axis {Axis} of {whole} has length {whole[Axis]}; need 0 <= index < {whole[Axis]}."
            : $"{operation}: the section leaves its axis: start {Start}, count {Count}, but axis {Axis} of {whole} has length {whole[Axis]}; "
                + $"need 0 <= start, 0 <= count and start + count <= {whole[Axis]}.");
}

using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// Lines of adjacent elements (inner = 1) are worked along the line; others many lines side by side, a lane each.
internal readonly ref struct SoftmaxKernel<T, TForm> : IDivisibleKernel<T, SoftmaxKernel<T, TForm>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TForm : struct, ISoftmaxForm<T>
{
    private readonly ReadOnlySpan<T> _x;
    private readonly Span<T> _y;
    private readonly int _count;
    private readonly int _inner;

    public SoftmaxKernel(ReadOnlySpan<T> x, int count, int inner, Span<T> y)
    {
        int lines = x.Length / Math.Max(1, count);
        if (count == 0)
            KernelErrors.Empty(nameof(SoftmaxKernels));
        if (y.Length != lines * TForm.ResultCount(count))
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), y.Length, lines * TForm.ResultCount(count));
        _x = x;
        _y = y;
        _count = count;
        _inner = inner;
    }

    public int Parts => _x.Length / (_count * _inner);

    public SoftmaxKernel<T, TForm> Part(int start, int count)
    {
        int size = _count * _inner, results = TForm.ResultCount(_count) * _inner;
        return new SoftmaxKernel<T, TForm>(_x.Slice(start * size, count * size), _count, _inner, _y.Slice(start * results, count * results));
    }

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        int results = TForm.ResultCount(_count) * _inner;
        for (int start = 0, at = 0; start < _x.Length; start += _count * _inner, at += results)
        {
            ReadOnlySpan<T> x = _x.Slice(start, _count * _inner);
            Span<T> y = _y.Slice(at, results);
            if (_inner == 1)
            {
                Line<TLanes>(x, y);
                continue;
            }

            for (int column = 0; column < _inner; column += SoftmaxLines<T>.ChunkSize)
                Columns<TLanes>(x[column..], y[column..], Math.Min(SoftmaxLines<T>.ChunkSize, _inner - column));
        }
    }

    private static void Line<TLanes>(ReadOnlySpan<T> x, Span<T> y)
        where TLanes : struct, ILanes<TLanes, T>
    {
        T m = SoftmaxLines<T>.Largest<TLanes>(x);
        T sum = TForm.NeedsExponentials ? SoftmaxLines<T>.SumInto<TLanes>(x, m, y) : SoftmaxLines<T>.Sum<TLanes>(x, m);
        TForm.Finish<TLanes>(y.Length == x.Length ? x : [], new ReadOnlySpan<T>(in m), new ReadOnlySpan<T>(in sum), y);
    }

    [SkipLocalsInit]
    private void Columns<TLanes>(ReadOnlySpan<T> x, Span<T> y, int columns)
        where TLanes : struct, ILanes<TLanes, T>
    {
        Span<T> m = (stackalloc T[SoftmaxLines<T>.ChunkSize])[..columns];
        Span<T> sums = (stackalloc T[SoftmaxLines<T>.ChunkSize])[..columns];
        Span<T> row = (stackalloc T[SoftmaxLines<T>.ChunkSize])[..columns];
        m.Fill(T.NegativeInfinity);
        ref readonly T first = ref MemoryMarshal.GetReference(x);
        ColumnFold<T, MaxFold<T>>.Run<TLanes>(in first, in first, _count, _inner, m);
        new UnaryKernel<T, FiniteOrZeroFunction<T>>(m, m, accumulate: false).Run<TLanes>();
        sums.Clear();
        for (int i = 0; i < _count; i++)
        {
            Span<T> exponentials = TForm.NeedsExponentials ? y.Slice(i * _inner, columns) : row;
            new BinaryKernel<T, ExpOfDifferenceFunction<T>>(x.Slice(i * _inner, columns), m, exponentials, accumulate: false).Run<TLanes>();
            new BinaryKernel<T, AddFunction<T>>(sums, exponentials, sums, accumulate: false).Run<TLanes>();
        }

        if (TForm.ResultCount(_count) != _count)
        {
            TForm.Finish<TLanes>([], m, sums, y[..columns]);
            return;
        }

        for (int i = 0; i < _count; i++)
            TForm.Finish<TLanes>(x.Slice(i * _inner, columns), m, sums, y.Slice(i * _inner, columns));
    }
}

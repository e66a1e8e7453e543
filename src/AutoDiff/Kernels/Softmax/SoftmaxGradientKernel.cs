using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// xBar = f(yBar, y, d), where d is the fold of yBar and y over the line.
internal readonly ref struct SoftmaxGradientKernel<T, TFold, TFunction> : IDivisibleKernel<T, SoftmaxGradientKernel<T, TFold, TFunction>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFold : struct, IFold<T>
    where TFunction : struct, ITernary<T>
{
    private readonly ReadOnlySpan<T> _yBar;
    private readonly ReadOnlySpan<T> _y;
    private readonly Span<T> _xBar;
    private readonly int _count;
    private readonly int _inner;
    private readonly bool _accumulate;

    public SoftmaxGradientKernel(ReadOnlySpan<T> yBar, ReadOnlySpan<T> y, int count, int inner, Span<T> xBar, bool accumulate)
    {
        if (yBar.Length != y.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), yBar.Length, y.Length);
        if (xBar.Length != y.Length)
            KernelErrors.LengthsDiffer(nameof(SoftmaxKernels), xBar.Length, y.Length);
        _yBar = yBar;
        _y = y;
        _xBar = xBar;
        _count = count;
        _inner = inner;
        _accumulate = accumulate;
    }

    public int Parts => _y.Length / (_count * _inner);

    public SoftmaxGradientKernel<T, TFold, TFunction> Part(int start, int count)
    {
        int from = start * _count * _inner, length = count * _count * _inner;
        return new SoftmaxGradientKernel<T, TFold, TFunction>(_yBar.Slice(from, length), _y.Slice(from, length), _count, _inner, _xBar.Slice(from, length), _accumulate);
    }

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        int size = _count * _inner;
        for (int start = 0; start < _y.Length; start += size)
        {
            if (_inner == 1)
            {
                ReadOnlySpan<T> yBar = _yBar.Slice(start, size), y = _y.Slice(start, size);
                T d = FoldTree<T, TFold>.Run<TLanes>(in MemoryMarshal.GetReference(yBar), in MemoryMarshal.GetReference(y), size);
                new TernaryKernel<T, TFunction>(yBar, y, new ReadOnlySpan<T>(in d), _xBar.Slice(start, size), _accumulate).Run<TLanes>();
                continue;
            }

            for (int column = 0; column < _inner; column += SoftmaxLines<T>.ChunkSize)
                Columns<TLanes>(start + column, Math.Min(SoftmaxLines<T>.ChunkSize, _inner - column));
        }
    }

    [SkipLocalsInit]
    private void Columns<TLanes>(int start, int columns)
        where TLanes : struct, ILanes<TLanes, T>
    {
        Span<T> d = (stackalloc T[SoftmaxLines<T>.ChunkSize])[..columns];
        d.Fill(TFold.Identity);
        ColumnFold<T, TFold>.Run<TLanes>(in _yBar[start], in _y[start], _count, _inner, d);
        for (int i = 0, at = start; i < _count; i++, at += _inner)
            new TernaryKernel<T, TFunction>(_yBar.Slice(at, columns), _y.Slice(at, columns), d, _xBar.Slice(at, columns), _accumulate).Run<TLanes>();
    }
}

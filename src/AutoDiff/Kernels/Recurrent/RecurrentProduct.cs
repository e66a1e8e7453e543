using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;
using AutoDiff.Storage;

namespace AutoDiff.Kernels;

// The product with the recurrent weights [hidden, columns], or with their transpose, that each step repeats: packed once for all of them.
internal readonly ref struct RecurrentProduct<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _weights;
    private readonly ReadOnlySpan<T> _packed;
    private readonly int _inner, _columns, _stored;
    private readonly bool _transposed;

    public RecurrentProduct(ReadOnlySpan<T> weights, in SequenceSize size, bool transposed, ref AlignedBlocks<T> blocks)
    {
        _weights = weights;
        _transposed = transposed;
        _stored = size.GateColumns;
        (_inner, _columns) = transposed ? (size.GateColumns, size.Hidden) : (size.Hidden, size.GateColumns);
        if (size.Steps == 1)
            return;
        Span<T> packed = blocks.Take(PackedProduct.PackedSize<T>(_inner, _columns));
        PackedProduct.Pack(_inner, _columns, weights, _stored, transposed, packed);
        _packed = packed;
    }

    // y = x · weights, or y += that, for as many rows as there are.
    public void Multiply(ReadOnlySpan<T> x, Span<T> y, bool accumulate)
    {
        int rows = y.Length / _columns;
        if (_packed.IsEmpty)
            MatrixProduct.Multiply(rows, _columns, _inner, x, _inner, false, _weights, _stored, _transposed, y, _columns, accumulate);
        else
            PackedProduct.MultiplyPacked(rows, _columns, _inner, x, _inner, false, _packed, y, _columns, accumulate);
    }
}

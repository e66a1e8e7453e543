using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff;

// Products of many matrices whose leading axes broadcast, as few calls of the kernel as possible.
internal static class MatrixBatch
{
    public static void Multiply<T>(
        in Shape aShape, ReadOnlySpan<T> a, bool transposeA, in Shape bShape, ReadOnlySpan<T> b, bool transposeB, in Shape yShape, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = yShape[-2], columns = yShape[-1], inner = aShape[transposeA ? -2 : -1];
        if (bShape.Rank == 2 && !transposeA)
        {
            // One right factor for all: the rows of every left matrix follow each other, so it is one product.
            rows = columns == 0 ? 0 : yShape.Count / columns;
            MatrixProduct.Multiply(rows, columns, inner, a, inner, false, b, transposeB ? inner : columns, transposeB, y, columns, accumulate);
            return;
        }

        Matrices<T> matrices = new(in aShape, a, transposeA, in bShape, b, transposeB, in yShape, y, accumulate);
        long work = (long)yShape.Count * inner;
        if (Threading.MaxThreads == 1 || matrices.Count == 1 || work < Kernels.Matrices.Product<T>.SmallestDivided)
            matrices.Run(0, matrices.Count);
        else
            Threading.Run(ref matrices, matrices.Count);
    }

    // One product after the other, each a block for whichever thread is free.
    private readonly ref struct Matrices<T>(
        ref readonly Shape aShape,
        ReadOnlySpan<T> a,
        bool transposeA,
        ref readonly Shape bShape,
        ReadOnlySpan<T> b,
        bool transposeB,
        ref readonly Shape yShape,
        Span<T> y,
        bool accumulate) : IBlockAction
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Shape _leading = MatrixShapes.Leading(in yShape), _leadingA = MatrixShapes.Leading(in aShape), _leadingB = MatrixShapes.Leading(in bShape);
        private readonly int _rows = yShape[-2], _columns = yShape[-1], _inner = aShape[transposeA ? -2 : -1];
        private readonly ReadOnlySpan<T> _a = a, _b = b;
        private readonly Span<T> _y = y;

        public int Count => _leading.Count;

        public void Run(int start, int end)
        {
            for (int matrix = start; matrix < end; matrix++)
                Run(matrix);
        }

        public void Run(int block)
        {
            int sizeA = _rows * _inner, sizeB = _inner * _columns, sizeY = _rows * _columns;
            MatrixProduct.Multiply(
                _rows,
                _columns,
                _inner,
                _a.Slice(Strides.Source(in _leading, block, in _leadingA) * sizeA, sizeA),
                transposeA ? _rows : _inner,
                transposeA,
                _b.Slice(Strides.Source(in _leading, block, in _leadingB) * sizeB, sizeB),
                transposeB ? _inner : _columns,
                transposeB,
                _y.Slice(block * sizeY, sizeY),
                _columns,
                accumulate);
        }
    }
}

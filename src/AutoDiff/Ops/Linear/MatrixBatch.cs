using System;
using System.Numerics;
using AutoDiff.Kernels.Matrices;

namespace AutoDiff;

// Products of many matrices whose leading axes broadcast, as few calls of the kernel as possible.
internal static class MatrixBatch
{
    public static void Multiply<T>(in Shape aShape, ReadOnlySpan<T> a, bool transposeA, in Shape bShape, ReadOnlySpan<T> b, bool transposeB, in Shape yShape, Span<T> y, bool accumulate)
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

        Shape leading = MatrixShapes.Leading(in yShape), leadingA = MatrixShapes.Leading(in aShape), leadingB = MatrixShapes.Leading(in bShape);
        int sizeA = rows * inner, sizeB = inner * columns, sizeY = rows * columns;
        for (int matrix = 0; matrix < leading.Count; matrix++)
        {
            MatrixProduct.Multiply(
                rows,
                columns,
                inner,
                a.Slice(Strides.Source(in leading, matrix, in leadingA) * sizeA, sizeA),
                transposeA ? rows : inner,
                transposeA,
                b.Slice(Strides.Source(in leading, matrix, in leadingB) * sizeB, sizeB),
                transposeB ? inner : columns,
                transposeB,
                y.Slice(matrix * sizeY, sizeY),
                columns,
                accumulate);
        }
    }
}

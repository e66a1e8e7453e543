using System;
using System.Numerics;

namespace AutoDiff;

// An outer product is a matrix product without a sum; its cases stand with MatMul, of two vectors with MatMulOverRows.
public static partial class Ops
{
    /// <summary>The outer product, <c>y[..., i, j] = a[..., i] · b[..., j]</c>; the leading axes broadcast.</summary>
    /// <param name="a">Vectors <c>[..., rows]</c>.</param>
    /// <param name="b">Vectors <c>[..., columns]</c>.</param>
    /// <returns>The products <c>[..., rows, columns]</c>.</returns>
    /// <exception cref="ArgumentException">A factor is a scalar, or the leading axes do not broadcast.</exception>
    /// <remarks>A <see cref="MatMul"/> of columns with rows, whose derivatives are products of matrices with vectors.</remarks>
    public static Variable<T> Outer<T>(Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape left = a.Shape, right = b.Shape;
        if (left.Rank == 0 || right.Rank == 0)
            MatrixShapes.NotVectors(nameof(Outer), left, right);
        if (left.Rank == 1 && right.Rank == 1)
            return MatMulOverRows<T>.Of(a, b);
        left = left.Insert(left.Rank, 1);
        right = right.Insert(right.Rank - 1, 1);
        a.Tape.Own(b, nameof(Outer));
        MatrixShapes.OfProduct(nameof(Outer), in left, false, in right, false);
        return MatMul(Reshape(a, left), Reshape(b, right));
    }
}

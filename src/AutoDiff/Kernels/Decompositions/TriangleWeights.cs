using System;
using System.Numerics;
using System.Numerics.Tensors;

namespace AutoDiff.Kernels.Decompositions;

// What the elements below, on and above the diagonal of a square matrix are multiplied with. Weight 0 clears, whatever was there.
internal readonly record struct TriangleWeights(sbyte BelowHalves, sbyte DiagonalHalves, sbyte AboveHalves)
{
    public void Apply<T>(int n, ReadOnlySpan<T> x, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0, i = 0; start < x.Length; start += n, i = i + 1 == n ? 0 : i + 1)
        {
            Weigh(x.Slice(start, i), BelowHalves, y.Slice(start, i), accumulate);
            Weigh(x.Slice(start + i, 1), DiagonalHalves, y.Slice(start + i, 1), accumulate);
            Weigh(x.Slice(start + i + 1, n - i - 1), AboveHalves, y.Slice(start + i + 1, n - i - 1), accumulate);
        }
    }

    private static void Weigh<T>(ReadOnlySpan<T> x, sbyte halves, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T weight = T.CreateChecked(halves) / (T.One + T.One);
        if (halves == 0 && !accumulate)
            y.Clear();
        else if (halves != 0 && accumulate)
            TensorPrimitives.MultiplyAdd(x, weight, y, y);
        else if (halves != 0)
            TensorPrimitives.Multiply(x, weight, y);
    }
}

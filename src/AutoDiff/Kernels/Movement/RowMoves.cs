using System;
using System.Numerics;

namespace AutoDiff.Kernels;

// Rows of `width` elements moved to or from places that indices name. The indices have been checked.
internal static class RowMoves
{
    // Row i of y = row indices[i] of the table, or += that.
    public static void Gather<T>(ReadOnlySpan<T> table, int width, ReadOnlySpan<int> indices, Span<T> y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (accumulate)
        {
            AddRowsKernel<T> kernel = new(table, y, width, indices, scatters: false);
            Widest.Run<T, AddRowsKernel<T>>(ref kernel);
            return;
        }

        for (int i = 0; i < indices.Length; i++)
            table.Slice(indices[i] * width, width).CopyTo(y.Slice(i * width, width));
    }

    // Row indices[i] of y += row i of x, in the order of i. Other rows are not touched.
    public static void ScatterAdd<T>(ReadOnlySpan<T> x, int width, ReadOnlySpan<int> indices, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AddRowsKernel<T> kernel = new(x, y, width, indices, scatters: true);
        Widest.Run<T, AddRowsKernel<T>>(ref kernel);
    }
}

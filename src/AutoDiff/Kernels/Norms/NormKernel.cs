using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// Every row of x [rows, n] less its mean, unless it is not centred, and divided by its root mean square; then times `scale` plus `shift`, each [n]
// or empty. Saved are the rows' means and then the reciprocals that they were multiplied with, unless `saved` is empty.
internal readonly ref struct NormKernel<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, T epsilon, bool centred, int n, Span<T> y, Span<T> saved) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _x = x;
    private readonly ReadOnlySpan<T> _scale = scale;
    private readonly ReadOnlySpan<T> _shift = shift;
    private readonly Span<T> _y = y;
    private readonly Span<T> _saved = saved;

    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        T count = T.CreateTruncating(n);
        int rows = _y.Length / n;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> x = _x.Slice(row * n, n);
            Span<T> y = _y.Slice(row * n, n);
            ref readonly T first = ref MemoryMarshal.GetReference(x);
            T mean = centred ? FoldTree<T, SumFold<T>>.Run<TLanes>(in first, in first, n) / count : T.Zero;
            if (centred)
            {
                Line<T, TLanes>.Map<SubtractFunction<T>>(x, new ReadOnlySpan<T>(in mean), y);
                x = y;
                first = ref MemoryMarshal.GetReference(x);
            }

            T square = (FoldTree<T, DotFold<T>>.Run<TLanes>(in first, in first, n) / count) + epsilon;
            T reciprocal = T.IsFinite(square) && square > T.Zero ? T.One / T.Sqrt(square) : T.NaN;
            Line<T, TLanes>.Map<MultiplyFunction<T>>(x, new ReadOnlySpan<T>(in reciprocal), y);
            if (!_shift.IsEmpty)
                Line<T, TLanes>.Map<FusedMultiplyAddFunction<T>>(y, _scale, _shift, y);
            else if (!_scale.IsEmpty)
                Line<T, TLanes>.Map<MultiplyFunction<T>>(y, _scale, y);
            if (!_saved.IsEmpty)
                (_saved[row], _saved[rows + row]) = (mean, reciprocal);
        }
    }
}

using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The pointwise part of an LSTM step. Of a row of `gates` [4 · hidden] come input, forget, candidate and output gate;
// the result holds the new hidden states [rows, hidden], then the new cell states [rows, hidden].
internal readonly ref struct LstmGatesKernel<T>(ReadOnlySpan<T> gates, ReadOnlySpan<T> cell, Span<T> result, int hidden) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _gates = gates;
    private readonly ReadOnlySpan<T> _cell = cell;
    private readonly Span<T> _result = result;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        int n = hidden, size = _cell.Length;
        for (int row = 0; row < size; row += n)
        {
            ReadOnlySpan<T> i = _gates.Slice(4 * row, n), f = _gates.Slice((4 * row) + n, n), g = _gates.Slice((4 * row) + (2 * n), n), o = _gates.Slice((4 * row) + (3 * n), n);
            Span<T> h = _result.Slice(row, n), c = _result.Slice(size + row, n);
            Line<T, TLanes>.Map<SigmoidFunction<T>>(i, h);
            Line<T, TLanes>.Map<ScaledTanhFunction<T>>(h, g, h);
            Line<T, TLanes>.Map<SigmoidFunction<T>>(f, c);
            Line<T, TLanes>.Map<FusedMultiplyAddFunction<T>>(c, _cell.Slice(row, n), h, c);
            Line<T, TLanes>.Map<SigmoidFunction<T>>(o, h);
            Line<T, TLanes>.Map<ScaledTanhFunction<T>>(h, c, h);
        }
    }
}

using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        nuint n = (nuint)hidden, size = (nuint)_cell.Length, width = (nuint)TLanes.Count;
        for (nuint row = 0; row < size; row += n)
        {
            nuint j = 0;
            for (; j + width <= n; j += width)
                Step<TLanes, WholeRun>(row, j, width);
            if (j < n)
                Step<TLanes, PartRun>(row, j, n - j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step<TLanes, TRun>(nuint row, nuint j, nuint count)
        where TLanes : struct, ILanes<TLanes, T>
        where TRun : struct, IRun
    {
        ref T gates = ref MemoryMarshal.GetReference(_gates), result = ref MemoryMarshal.GetReference(_result);
        nuint n = (nuint)hidden, gate = (4 * row) + j, at = row + j;
        TLanes i = SigmoidFunction<T>.Invoke(TRun.Load<T, TLanes>(in gates, gate, count));
        TLanes f = SigmoidFunction<T>.Invoke(TRun.Load<T, TLanes>(in gates, gate + n, count));
        TLanes g = TanhFunction<T>.Invoke(TRun.Load<T, TLanes>(in gates, gate + (2 * n), count));
        TLanes o = SigmoidFunction<T>.Invoke(TRun.Load<T, TLanes>(in gates, gate + (3 * n), count));
        TLanes c = TLanes.MultiplyAdd(f, TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_cell), at, count), i * g);
        TRun.Store<T, TLanes>(o * TanhFunction<T>.Invoke(c), ref result, at, count);
        TRun.Store<T, TLanes>(c, ref result, (nuint)_cell.Length + at, count);
    }
}

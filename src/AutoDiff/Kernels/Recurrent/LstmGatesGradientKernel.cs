using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// The cotangents of an LSTM step's gates [rows, 4 · hidden], then of its cell state [rows, hidden], from those of its
// result. The gates' activations are computed again: that costs less than keeping them.
internal readonly ref struct LstmGatesGradientKernel<T>(
    ReadOnlySpan<T> resultBar, ReadOnlySpan<T> gates, ReadOnlySpan<T> cell, ReadOnlySpan<T> result, Span<T> bar, int hidden) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _resultBar = resultBar;
    private readonly ReadOnlySpan<T> _gates = gates;
    private readonly ReadOnlySpan<T> _cell = cell;
    private readonly ReadOnlySpan<T> _result = result;
    private readonly Span<T> _bar = bar;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint n = (nuint)hidden, size = (nuint)_cell.Length, width = (nuint)TLanes.Count;
        for (nuint row = 0; row < size; row += n)
        {
            Activate<TLanes>((int)row);
            nuint j = 0;
            for (; j + width <= n; j += width)
                Step<TLanes, WholeRun>(row, j, width);
            if (j < n)
                Rest<TLanes>(row, j, n - j);
        }
    }

    // The activated gates, and tanh of the new cell, stand for a while where their cotangents will be.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Activate<TLanes>(int row)
        where TLanes : struct, ILanes<TLanes, T>
    {
        int n = hidden, size = _cell.Length;
        ReadOnlySpan<T> gates = _gates.Slice(4 * row, 4 * n);
        Span<T> bar = _bar.Slice(4 * row, 4 * n);
        Line<T, TLanes>.Map<SigmoidFunction<T>>(gates[..(2 * n)], bar[..(2 * n)]);
        Line<T, TLanes>.Map<TanhFunction<T>>(gates.Slice(2 * n, n), bar.Slice(2 * n, n));
        Line<T, TLanes>.Map<SigmoidFunction<T>>(gates[(3 * n)..], bar[(3 * n)..]);
        Line<T, TLanes>.Map<TanhFunction<T>>(_result.Slice(size + row, n), _bar.Slice((4 * size) + row, n));
    }

    // A method of its own, so that the loop stays small enough for the JIT to inline all of it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Rest<TLanes>(nuint row, nuint j, nuint count)
        where TLanes : struct, ILanes<TLanes, T> => Step<TLanes, PartRun>(row, j, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step<TLanes, TRun>(nuint row, nuint j, nuint count)
        where TLanes : struct, ILanes<TLanes, T>
        where TRun : struct, IRun
    {
        ref T resultBar = ref MemoryMarshal.GetReference(_resultBar), bar = ref MemoryMarshal.GetReference(_bar);
        nuint n = (nuint)hidden, size = (nuint)_cell.Length, gate = (4 * row) + j, at = row + j;
        TLanes i = TRun.Load<T, TLanes>(in bar, gate, count);
        TLanes f = TRun.Load<T, TLanes>(in bar, gate + n, count);
        TLanes g = TRun.Load<T, TLanes>(in bar, gate + (2 * n), count);
        TLanes o = TRun.Load<T, TLanes>(in bar, gate + (3 * n), count);
        TLanes squashed = TRun.Load<T, TLanes>(in bar, (4 * size) + at, count);
        TLanes hBar = TRun.Load<T, TLanes>(in resultBar, at, count);
        TLanes cBar = TRun.Load<T, TLanes>(in resultBar, size + at, count) + (hBar * o * TanhGradientFunction<T>.Invoke(TLanes.Constant(1), squashed));
        TLanes c = TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_cell), at, count);
        TRun.Store<T, TLanes>(SigmoidGradientFunction<T>.Invoke(cBar * g, i), ref bar, gate, count);
        TRun.Store<T, TLanes>(SigmoidGradientFunction<T>.Invoke(cBar * c, f), ref bar, gate + n, count);
        TRun.Store<T, TLanes>(TanhGradientFunction<T>.Invoke(cBar * i, g), ref bar, gate + (2 * n), count);
        TRun.Store<T, TLanes>(SigmoidGradientFunction<T>.Invoke(hBar * squashed, o), ref bar, gate + (3 * n), count);
        TRun.Store<T, TLanes>(cBar * f, ref bar, (4 * size) + at, count);
    }
}

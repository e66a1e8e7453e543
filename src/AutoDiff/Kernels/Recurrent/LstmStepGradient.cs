using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// The reverse of LstmStep: the gates' cotangents from those of the state, which comes in two parts, and of the cell, which goes out as
// that of the cell before.
internal readonly ref struct LstmStepGradient<T>(
    ReadOnlySpan<T> stateBar,
    ReadOnlySpan<T> carriedBar,
    Span<T> cellBar,
    ReadOnlySpan<T> gates,
    ReadOnlySpan<T> before,
    ReadOnlySpan<T> cell,
    Span<T> gatesBar,
    int hidden) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _stateBar = stateBar;
    private readonly ReadOnlySpan<T> _carriedBar = carriedBar;
    private readonly Span<T> _cellBar = cellBar;
    private readonly ReadOnlySpan<T> _gates = gates;
    private readonly ReadOnlySpan<T> _before = before;
    private readonly ReadOnlySpan<T> _cell = cell;
    private readonly Span<T> _gatesBar = gatesBar;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint n = (nuint)hidden, length = (nuint)_cell.Length, width = (nuint)TLanes.Count;
        for (nuint row = 0; row < length; row += n)
        {
            // tanh of the cell stands for a while where the output gate's cotangent will be.
            Line<T, TLanes>.Map<TanhFunction<T>>(_cell.Slice((int)row, hidden), _gatesBar.Slice((4 * (int)row) + (3 * hidden), hidden));
            nuint j = 0;
            for (; j + width <= n; j += width)
                Step<TLanes, WholeRun>(row, j, width);
            if (j < n)
                Rest<TLanes>(row, j, n - j);
        }
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
        ref T gates = ref MemoryMarshal.GetReference(_gates), bar = ref MemoryMarshal.GetReference(_gatesBar), cellBar = ref MemoryMarshal.GetReference(_cellBar);
        nuint n = (nuint)hidden, gate = (4 * row) + j, at = row + j;
        TLanes i = TRun.Load<T, TLanes>(in gates, gate, count);
        TLanes f = TRun.Load<T, TLanes>(in gates, gate + n, count);
        TLanes g = TRun.Load<T, TLanes>(in gates, gate + (2 * n), count);
        TLanes o = TRun.Load<T, TLanes>(in gates, gate + (3 * n), count);
        TLanes squashed = TRun.Load<T, TLanes>(in bar, gate + (3 * n), count);
        TLanes hBar = TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_stateBar), at, count) + TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_carriedBar), at, count);
        TLanes cBar = TRun.Load<T, TLanes>(in cellBar, at, count) + (hBar * o * TanhGradientFunction<T>.Invoke(TLanes.Constant(1), squashed));
        TLanes c = TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_before), at, count);
        TRun.Store<T, TLanes>(SigmoidGradientFunction<T>.Invoke(cBar * g, i), ref bar, gate, count);
        TRun.Store<T, TLanes>(SigmoidGradientFunction<T>.Invoke(cBar * c, f), ref bar, gate + n, count);
        TRun.Store<T, TLanes>(TanhGradientFunction<T>.Invoke(cBar * i, g), ref bar, gate + (2 * n), count);
        TRun.Store<T, TLanes>(SigmoidGradientFunction<T>.Invoke(hBar * squashed, o), ref bar, gate + (3 * n), count);
        TRun.Store<T, TLanes>(cBar * f, ref cellBar, at, count);
    }
}

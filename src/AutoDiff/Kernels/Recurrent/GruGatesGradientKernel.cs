using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// The cotangents of a GRU step's input gates [rows, 3 · hidden], hidden gates [rows, 3 · hidden] and state [rows, hidden],
// one after the other, from that of its result. The gates' activations are computed again.
internal readonly ref struct GruGatesGradientKernel<T>(
    ReadOnlySpan<T> resultBar, ReadOnlySpan<T> inputGates, ReadOnlySpan<T> hiddenGates, ReadOnlySpan<T> state, Span<T> bar, int hidden) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _resultBar = resultBar;
    private readonly ReadOnlySpan<T> _inputGates = inputGates;
    private readonly ReadOnlySpan<T> _hiddenGates = hiddenGates;
    private readonly ReadOnlySpan<T> _state = state;
    private readonly Span<T> _bar = bar;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint n = (nuint)hidden, size = (nuint)_state.Length, width = (nuint)TLanes.Count;
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

    // The activated gates stand for a while where the cotangents of the input gates will be.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Activate<TLanes>(int row)
        where TLanes : struct, ILanes<TLanes, T>
    {
        int n = hidden;
        ReadOnlySpan<T> x = _inputGates.Slice(3 * row, 3 * n), u = _hiddenGates.Slice(3 * row, 3 * n);
        Span<T> bar = _bar.Slice(3 * row, 3 * n);
        Line<T, TLanes>.Map<SigmoidOfSumFunction<T>>(x[..(2 * n)], u[..(2 * n)], bar[..(2 * n)]);
        Line<T, TLanes>.Map<TanhOfMultiplyAddFunction<T>>(bar[..n], u[(2 * n)..], x[(2 * n)..], bar[(2 * n)..]);
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
        ref T u = ref MemoryMarshal.GetReference(_hiddenGates), bar = ref MemoryMarshal.GetReference(_bar);
        nuint n = (nuint)hidden, size = (nuint)_state.Length, gate = (3 * row) + j, at = row + j, second = (3 * size) + gate;
        TLanes recurrent = TRun.Load<T, TLanes>(in u, gate + (2 * n), count);
        TLanes r = TRun.Load<T, TLanes>(in bar, gate, count);
        TLanes z = TRun.Load<T, TLanes>(in bar, gate + n, count);
        TLanes candidate = TRun.Load<T, TLanes>(in bar, gate + (2 * n), count);
        TLanes h = TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_state), at, count);
        TLanes hBar = TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_resultBar), at, count);
        TLanes candidateBar = TanhGradientFunction<T>.Invoke(hBar * (TLanes.Constant(1) - z), candidate);
        TLanes updateBar = SigmoidGradientFunction<T>.Invoke(hBar * (h - candidate), z);
        TLanes resetBar = SigmoidGradientFunction<T>.Invoke(candidateBar * recurrent, r);
        TRun.Store<T, TLanes>(resetBar, ref bar, gate, count);
        TRun.Store<T, TLanes>(updateBar, ref bar, gate + n, count);
        TRun.Store<T, TLanes>(candidateBar, ref bar, gate + (2 * n), count);
        TRun.Store<T, TLanes>(resetBar, ref bar, second, count);
        TRun.Store<T, TLanes>(updateBar, ref bar, second + n, count);
        TRun.Store<T, TLanes>(candidateBar * r, ref bar, second + (2 * n), count);
        TRun.Store<T, TLanes>(hBar * z, ref bar, (6 * size) + at, count);
    }
}

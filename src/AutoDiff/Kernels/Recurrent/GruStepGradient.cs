using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// The reverse of GruStep: the cotangents of the input's and of the state's part of the gates, from that of the state, which comes in two
// parts; of the second, what reaches the state before past the gates stays.
internal readonly ref struct GruStepGradient<T>(
    ReadOnlySpan<T> stateBar,
    Span<T> carriedBar,
    ReadOnlySpan<T> gates,
    ReadOnlySpan<T> recurrent,
    ReadOnlySpan<T> before,
    Span<T> gatesBar,
    Span<T> hiddenBar,
    int hidden) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _stateBar = stateBar;
    private readonly Span<T> _carriedBar = carriedBar;
    private readonly ReadOnlySpan<T> _gates = gates;
    private readonly ReadOnlySpan<T> _recurrent = recurrent;
    private readonly ReadOnlySpan<T> _before = before;
    private readonly Span<T> _gatesBar = gatesBar;
    private readonly Span<T> _hiddenBar = hiddenBar;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint n = (nuint)hidden, length = (nuint)_before.Length, width = (nuint)TLanes.Count;
        for (nuint row = 0; row < length; row += n)
        {
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
        ref T gates = ref MemoryMarshal.GetReference(_gates), carriedBar = ref MemoryMarshal.GetReference(_carriedBar);
        ref T bar = ref MemoryMarshal.GetReference(_gatesBar), hiddenBar = ref MemoryMarshal.GetReference(_hiddenBar);
        nuint n = (nuint)hidden, gate = (3 * row) + j, at = row + j;
        TLanes r = TRun.Load<T, TLanes>(in gates, gate, count);
        TLanes z = TRun.Load<T, TLanes>(in gates, gate + n, count);
        TLanes candidate = TRun.Load<T, TLanes>(in gates, gate + (2 * n), count);
        TLanes recurrent = TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_recurrent), at, count);
        TLanes h = TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_before), at, count);
        TLanes hBar = TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_stateBar), at, count) + TRun.Load<T, TLanes>(in carriedBar, at, count);
        TLanes candidateBar = TanhGradientFunction<T>.Invoke(hBar * (TLanes.Constant(1) - z), candidate);
        TLanes updateBar = SigmoidGradientFunction<T>.Invoke(hBar * (h - candidate), z);
        TLanes resetBar = SigmoidGradientFunction<T>.Invoke(candidateBar * recurrent, r);
        TRun.Store<T, TLanes>(resetBar, ref bar, gate, count);
        TRun.Store<T, TLanes>(updateBar, ref bar, gate + n, count);
        TRun.Store<T, TLanes>(candidateBar, ref bar, gate + (2 * n), count);
        TRun.Store<T, TLanes>(resetBar, ref hiddenBar, gate, count);
        TRun.Store<T, TLanes>(updateBar, ref hiddenBar, gate + n, count);
        TRun.Store<T, TLanes>(candidateBar * r, ref hiddenBar, gate + (2 * n), count);
        TRun.Store<T, TLanes>(hBar * z, ref carriedBar, at, count);
    }
}

using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoDiff.Kernels;

// The pointwise part of a GRU step. Rows of both gate arrays [3 · hidden] hold reset gate, update gate and candidate;
// the reset gate scales the candidate's recurrent part.
internal readonly ref struct GruGatesKernel<T>(ReadOnlySpan<T> inputGates, ReadOnlySpan<T> hiddenGates, ReadOnlySpan<T> state, Span<T> result, int hidden) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _inputGates = inputGates;
    private readonly ReadOnlySpan<T> _hiddenGates = hiddenGates;
    private readonly ReadOnlySpan<T> _state = state;
    private readonly Span<T> _result = result;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        nuint n = (nuint)hidden, size = (nuint)_state.Length, width = (nuint)TLanes.Count;
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
        ref T x = ref MemoryMarshal.GetReference(_inputGates), u = ref MemoryMarshal.GetReference(_hiddenGates);
        nuint n = (nuint)hidden, gate = (3 * row) + j, at = row + j;
        TLanes r = SigmoidFunction<T>.Invoke(TRun.Load<T, TLanes>(in x, gate, count) + TRun.Load<T, TLanes>(in u, gate, count));
        TLanes z = SigmoidFunction<T>.Invoke(TRun.Load<T, TLanes>(in x, gate + n, count) + TRun.Load<T, TLanes>(in u, gate + n, count));
        TLanes candidate = TanhFunction<T>.Invoke(TLanes.MultiplyAdd(r, TRun.Load<T, TLanes>(in u, gate + (2 * n), count), TRun.Load<T, TLanes>(in x, gate + (2 * n), count)));
        TLanes h = TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_state), at, count);
        TRun.Store<T, TLanes>(TLanes.MultiplyAdd(z, h - candidate, candidate), ref MemoryMarshal.GetReference(_result), at, count);
    }
}

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
            Activate<TLanes>((int)row);
            nuint j = 0;
            for (; j + width <= n; j += width)
                Step<TLanes, WholeRun>(row, j, width);
            if (j < n)
                Rest<TLanes>(row, j, n - j);
        }
    }

    // The candidate stands for a while where the result will be.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Activate<TLanes>(int row)
        where TLanes : struct, ILanes<TLanes, T>
    {
        int n = hidden;
        ReadOnlySpan<T> x = _inputGates.Slice(3 * row, 3 * n), u = _hiddenGates.Slice(3 * row, 3 * n);
        Span<T> candidate = _result.Slice(row, n);
        Line<T, TLanes>.Map<SigmoidOfSumFunction<T>>(x[..n], u[..n], candidate);
        Line<T, TLanes>.Map<TanhOfMultiplyAddFunction<T>>(candidate, u[(2 * n)..], x[(2 * n)..], candidate);
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
        ref T x = ref MemoryMarshal.GetReference(_inputGates), u = ref MemoryMarshal.GetReference(_hiddenGates), result = ref MemoryMarshal.GetReference(_result);
        nuint n = (nuint)hidden, gate = (3 * row) + j, at = row + j;
        TLanes z = SigmoidFunction<T>.Invoke(TRun.Load<T, TLanes>(in x, gate + n, count) + TRun.Load<T, TLanes>(in u, gate + n, count));
        TLanes candidate = TRun.Load<T, TLanes>(in result, at, count);
        TLanes h = TRun.Load<T, TLanes>(in MemoryMarshal.GetReference(_state), at, count);
        TRun.Store<T, TLanes>(TLanes.MultiplyAdd(z, h - candidate, candidate), ref result, at, count);
    }
}

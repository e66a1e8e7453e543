using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The pointwise part of one GRU step within a sequence. The activated reset gate, update gate and candidate take the place of the input's
// part of the gates, and the candidate's recurrent part is copied out, for the reverse pass to read.
internal readonly ref struct GruStep<T>(Span<T> gates, ReadOnlySpan<T> hiddenGates, ReadOnlySpan<T> before, Span<T> recurrent, Span<T> state, int hidden) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Span<T> _gates = gates;
    private readonly ReadOnlySpan<T> _hiddenGates = hiddenGates;
    private readonly ReadOnlySpan<T> _before = before;
    private readonly Span<T> _recurrent = recurrent;
    private readonly Span<T> _state = state;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        int n = hidden;
        for (int row = 0; row < _state.Length; row += n)
        {
            ReadOnlySpan<T> u = _hiddenGates.Slice(3 * row, 3 * n), before = _before.Slice(row, n);
            Span<T> x = _gates.Slice(3 * row, 3 * n), candidate = x[(2 * n)..], state = _state.Slice(row, n);
            Line<T, TLanes>.Map<SigmoidOfSumFunction<T>>(x[..(2 * n)], u[..(2 * n)], x[..(2 * n)]);
            Line<T, TLanes>.Map<TanhOfMultiplyAddFunction<T>>(x[..n], u[(2 * n)..], candidate, candidate);
            if (!_recurrent.IsEmpty)
                u[(2 * n)..].CopyTo(_recurrent.Slice(row, n));
            Line<T, TLanes>.Map<SubtractFunction<T>>(before, candidate, state);
            Line<T, TLanes>.Map<FusedMultiplyAddFunction<T>>(x.Slice(n, n), state, candidate, state);
        }
    }
}

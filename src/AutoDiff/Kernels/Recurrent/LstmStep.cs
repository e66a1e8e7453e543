using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoDiff.Kernels;

// The pointwise part of one LSTM step within a sequence. The gates' activations take the gates' place, for the reverse pass to read.
// `before` and `cell` may be the same memory.
internal readonly ref struct LstmStep<T>(Span<T> gates, ReadOnlySpan<T> before, Span<T> cell, Span<T> state, int hidden) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Span<T> _gates = gates;
    private readonly ReadOnlySpan<T> _before = before;
    private readonly Span<T> _cell = cell;
    private readonly Span<T> _state = state;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes, T>
    {
        int n = hidden;
        for (int row = 0; row < _cell.Length; row += n)
        {
            Span<T> gates = _gates.Slice(4 * row, 4 * n), i = gates[..n], f = gates.Slice(n, n), g = gates.Slice(2 * n, n), o = gates[(3 * n)..];
            Span<T> h = _state.Slice(row, n), c = _cell.Slice(row, n);
            Line<T, TLanes>.Map<SigmoidFunction<T>>(gates[..(2 * n)], gates[..(2 * n)]);
            Line<T, TLanes>.Map<TanhFunction<T>>(g, g);
            Line<T, TLanes>.Map<SigmoidFunction<T>>(o, o);
            Line<T, TLanes>.Map<MultiplyFunction<T>>(i, g, h);
            Line<T, TLanes>.Map<FusedMultiplyAddFunction<T>>(f, _before.Slice(row, n), h, c);
            Line<T, TLanes>.Map<ScaledTanhFunction<T>>(o, c, h);
        }
    }
}

using System;
using System.Buffers;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

// Rows of states that stand next to each other.
internal static class StateRows
{
    public static TState Slice<T, TState>(in TState state, int start, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(state.PartCount);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = Ops.Slice(state[i], 0, start, count);
        return TState.FromParts(parts);
    }

    // The rows of the last state first.
    public static TState ConcatenateFromLast<T, TState>(ReadOnlySpan<TState> states)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        if (states.Length == 1)
            return states[0];
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(states[0].PartCount);
        Variable<T>[] pieces = ArrayPool<Variable<T>>.Shared.Rent(states.Length);
        try
        {
            for (int i = 0; i < parts.Length; i++)
            {
                for (int piece = 0; piece < states.Length; piece++)
                    pieces[piece] = states[^(piece + 1)][i];
                parts[i] = Concatenate(0, pieces.AsSpan(0, states.Length));
            }

            return TState.FromParts(parts);
        }
        finally
        {
            ArrayPool<Variable<T>>.Shared.Return(pieces, clearArray: true);
        }
    }
}

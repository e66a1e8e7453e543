using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>Where the numbers of a state stand: in a carrier, or on the tape of a kept record.</summary>
internal readonly struct StateNumbers<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly CarriedState<T, TState>? _carried;
    private readonly TState _state;

    public StateNumbers(CarriedState<T, TState> carried) => _carried = carried;

    public StateNumbers(in TState state) => _state = state;

    public int PartCount => _carried?.PartCount ?? _state.PartCount;

    public ReadOnlySpan<T> Values(int part) => _carried is null ? _state[part].Values : _carried.Values(part);

    public Shape ShapeOf(int part) => _carried is null ? _state[part].Shape : _carried.ShapeOf(part);

    // The state as constants.
    public TState Restore(Tape<T> tape)
    {
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(PartCount);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = tape.Constant(Values(i), ShapeOf(i));
        return TState.FromParts(parts);
    }
}

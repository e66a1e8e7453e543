using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// The states of a network that reads its sequences from both ends. It begins and ends a whole sequence, and is refused where a state is carried
/// from one part of a sequence to the next.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state of one direction.</typeparam>
/// <param name="Forward">Of the cell that reads forward: before the first step, or after each row's last.</param>
/// <param name="Backward">Of the cell that reads backward: before each row's last step, or after the first.</param>
public readonly record struct BidirectionalState<T, TState>(TState Forward, TState Backward) : IState<BidirectionalState<T, TState>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    /// <inheritdoc/>
    public static bool CanCarry => false;

    /// <inheritdoc/>
    public int PartCount => Forward.PartCount + Backward.PartCount;

    /// <inheritdoc/>
    public Variable<T> this[int part] =>
        (uint)part >= (uint)PartCount ? throw RnnErrors.NoSuchPart(nameof(BidirectionalState<,>), part, PartCount)
        : part < Forward.PartCount ? Forward[part] : Backward[part - Forward.PartCount];

    /// <inheritdoc/>
    public static BidirectionalState<T, TState> FromParts(ReadOnlySpan<Variable<T>> parts)
    {
        if (parts.Length % 2 != 0)
            throw RnnErrors.PartCount(nameof(BidirectionalState<,>), parts.Length, "as many for the backward direction as for the forward");
        return new(TState.FromParts(parts[..(parts.Length / 2)]), TState.FromParts(parts[(parts.Length / 2)..]));
    }
}

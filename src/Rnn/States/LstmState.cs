using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>The state of an LSTM.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Hidden">The hidden state, which is also the output, <c>[batch, hidden]</c>.</param>
/// <param name="Cell">The cell state <c>[batch, hidden]</c>.</param>
public readonly record struct LstmState<T>(Variable<T> Hidden, Variable<T> Cell) : IState<LstmState<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public int PartCount => 2;

    /// <inheritdoc/>
    public Variable<T> this[int part] => part switch
    {
        0 => Hidden,
        1 => Cell,
        _ => throw RnnErrors.NoSuchPart(nameof(LstmState<>), part, PartCount),
    };

    /// <inheritdoc/>
    public static LstmState<T> FromParts(ReadOnlySpan<Variable<T>> parts) =>
        parts.Length == 2 ? new(parts[0], parts[1]) : throw RnnErrors.PartCount(nameof(LstmState<>), parts.Length, "2, the hidden and the cell state");

    /// <inheritdoc/>
    public static string PartName(int part) => part == 0 ? "hidden" : "cell";
}

using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>The state of a cell that carries one array: its output, as the Elman cell and the GRU do, or what the output is made of.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="Hidden">The hidden state <c>[batch, hidden]</c>.</param>
public readonly record struct HiddenState<T>(Variable<T> Hidden) : IState<HiddenState<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public int PartCount => 1;

    /// <inheritdoc/>
    public Variable<T> this[int part] => part == 0 ? Hidden : throw RnnErrors.NoSuchPart(nameof(HiddenState<>), part, PartCount);

    /// <inheritdoc/>
    public static HiddenState<T> FromParts(ReadOnlySpan<Variable<T>> parts) =>
        parts.Length == 1 ? new(parts[0]) : throw RnnErrors.PartCount(nameof(HiddenState<>), parts.Length, "1, the hidden state");

    /// <inheritdoc/>
    public static string PartName(int part) => "hidden";

    // The outputs of all steps are the states after them.
    internal static Variable<T> Last(Variable<T> states, out HiddenState<T> final)
    {
        final = new HiddenState<T>(Ops.Select(states, 0, states.Shape[0] - 1));
        return states;
    }
}

using System;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>Other forms of a network's inputs: padded rows of several lengths, and the batch first.</summary>
public static class RecurrentNetworkExtensions
{
    /// <summary>Runs a network over padded inputs of rows of several lengths. Padding is not read, and outputs there are zero.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The inputs <c>[time, batch, inputs]</c> or <c>[batch, time, inputs]</c>.</param>
    /// <param name="rows">How long each row is.</param>
    /// <param name="state">The states where the rows begin.</param>
    /// <param name="final">The states where each row ends; an empty row's are <paramref name="state"/>'s.</param>
    /// <param name="random">Where dropped elements are drawn from while training; null in evaluation.</param>
    /// <param name="layout">Which of the two the inputs are, and the outputs.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c> or <c>[batch, time, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs do not fit the rows, the states have another batch size, or there is no such layout.</exception>
    /// <remarks>Between packing the inputs and padding the outputs, all layers run packed.</remarks>
    public static Variable<T> Unroll<T, TState>(
        this IRecurrentNetwork<T, TState> network,
        Variable<T> inputs,
        PackedRows rows,
        in TState state,
        out TState final,
        RandomStream? random = null,
        SequenceLayout layout = SequenceLayout.TimeFirst)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Variable<T> packed = rows.Pack(inputs, layout);
        return rows.Unpack(network.UnrollPacked(packed, rows, in state, out final, random), layout, inputs.Shape[layout == SequenceLayout.TimeFirst ? 0 : 1]);
    }

    /// <summary>Runs a network over sequences of one length in either layout.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">The inputs <c>[time, batch, inputs]</c> or <c>[batch, time, inputs]</c>.</param>
    /// <param name="layout">Which of the two the inputs are, and the outputs.</param>
    /// <param name="state">The states where the sequences begin.</param>
    /// <param name="final">The states where they end.</param>
    /// <param name="random">Where dropped elements are drawn from while training; null in evaluation.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c> or <c>[batch, time, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or there is no step or no such layout.</exception>
    /// <remarks>Layers read time first: with the batch first, inputs and outputs are copied once each, however many layers there are.</remarks>
    public static Variable<T> Unroll<T, TState>(
        this IRecurrentNetwork<T, TState> network, Variable<T> inputs, SequenceLayout layout, in TState state, out TState final, RandomStream? random = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T> =>
        Layouts.Turned(network.Unroll(Layouts.Turned(inputs, layout, nameof(Unroll), network.InputSize), in state, out final, random), layout);
}

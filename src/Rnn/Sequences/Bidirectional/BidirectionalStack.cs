using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// Bidirectional layers on top of each other: each reads what both directions of the one below gave. It reads whole sequences only, as
/// <see cref="Bidirectional{T, TState}"/> says.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state of one direction of one layer.</typeparam>
public sealed class BidirectionalStack<T, TState> : IRecurrentNetwork<T, StackState<T, BidirectionalState<T, TState>>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly LayerLinks _links;

    /// <summary>Stacks layers, lowest first.</summary>
    /// <param name="layers">The layers; each takes as many features as the one below gives.</param>
    /// <param name="dropout">The probability of dropping an output between two layers while training.</param>
    /// <param name="inputDropout">The probability of dropping an element of an input while training.</param>
    /// <param name="locked">Whether a row's dropout mask is the same at every step (variational dropout, Gal and Ghahramani 2016), instead of one for each step.</param>
    /// <param name="residual">Whether every layer but the lowest adds to its output what the layer below gave, before dropout.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer or more than <see cref="StackState{T, TState}.MaxLayers"/>, sizes do not fit, or a probability is not in [0, 1).
    /// </exception>
    public BidirectionalStack(IReadOnlyList<Bidirectional<T, TState>> layers, double dropout = 0, double inputDropout = 0, bool locked = false, bool residual = false)
    {
        if (layers.Count is < 1 or > StackState<T, TState>.MaxLayers)
            throw new ArgumentException($"BidirectionalStack: {layers.Count} layers; need 1 to {StackState<T, TState>.MaxLayers}.");
        _links = new LayerLinks(inputDropout, dropout, locked, residual);
        for (int i = 1; i < layers.Count; i++)
            _links.Check(nameof(BidirectionalStack<,>), i, layers[i - 1].OutputSize, layers[i].InputSize, layers[i].OutputSize);
        Layers = [.. layers];
        Parameters = [.. layers.SelectMany(layer => layer.Parameters).Distinct()];
    }

    /// <summary>The layers, lowest first.</summary>
    public IReadOnlyList<Bidirectional<T, TState>> Layers { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public int InputSize => Layers[0].InputSize;

    /// <inheritdoc/>
    public int OutputSize => Layers[^1].OutputSize;

    /// <inheritdoc/>
    public StackState<T, BidirectionalState<T, TState>> InitialState(Tape<T> tape, int batch)
    {
        StackState<T, BidirectionalState<T, TState>> state = new(Layers.Count);
        for (int layer = 0; layer < Layers.Count; layer++)
            state.SetLayer(layer, Layers[layer].InitialState(tape, batch));
        return state;
    }

    /// <inheritdoc/>
    public Variable<T> Unroll(
        Variable<T> inputs,
        in StackState<T, BidirectionalState<T, TState>> state,
        out StackState<T, BidirectionalState<T, TState>> final,
        RandomStream? random = null)
    {
        Shape shape = inputs.Shape;
        if (shape.Rank != 3 || shape[2] != InputSize)
            throw RnnErrors.InputShape(nameof(Unroll), shape, InputSize);
        return Run(inputs, null, in state, out final, random);
    }

    /// <inheritdoc/>
    public Variable<T> UnrollPacked(
        Variable<T> packed,
        PackedSegment rows,
        in StackState<T, BidirectionalState<T, TState>> state,
        out StackState<T, BidirectionalState<T, TState>> final,
        RandomStream? random = null)
    {
        Shape shape = packed.Shape;
        if (!rows.IsWhole)
            throw PackedErrors.NotWhole(nameof(BidirectionalStack<,>), rows);
        if (shape.Rank != 2 || shape[0] != rows.Count || shape[1] != InputSize)
            throw PackedErrors.PackedInputs(nameof(UnrollPacked), shape, rows.Count, InputSize);
        return Run(packed, rows, in state, out final, random);
    }

    private Variable<T> Run(
        Variable<T> inputs,
        PackedSegment? rows,
        in StackState<T, BidirectionalState<T, TState>> state,
        out StackState<T, BidirectionalState<T, TState>> final,
        RandomStream? random)
    {
        if (state.LayerCount != Layers.Count)
            throw RnnErrors.LayerCount(nameof(BidirectionalStack<,>), state.LayerCount, Layers.Count);
        using Draws draws = new(random);
        StackState<T, BidirectionalState<T, TState>> reached = new(Layers.Count);
        Variable<T> values = inputs;
        for (int layer = 0; layer < Layers.Count; layer++)
        {
            Variable<T> input = _links.Into(layer, values, random, rows, firstStep: 0);
            Variable<T> output = rows is { } packed
                ? Layers[layer].UnrollPacked(input, packed, state.Layer(layer), out BidirectionalState<T, TState> last, random)
                : Layers[layer].Unroll(input, state.Layer(layer), out last, random);
            values = _links.OutOf(layer, values, output);
            reached.SetLayer(layer, last);
        }

        draws.Stay();
        final = reached;
        return values;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// Cells on top of each other: the outputs of one are the inputs of the next. Layers run one after the other over the whole
/// sequence, so that each layer's input products are done at once.
/// </summary>
/// <remarks>
/// A cell that stands twice shares its weights between the layers, and its parameters are listed once. Files find parameters by name, and
/// refuse two of one name: give the cells of a model that is to be saved different names.
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state of one layer.</typeparam>
public sealed class RecurrentStack<T, TState> : IModule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly Dropout? _dropout;

    /// <summary>Stacks cells, lowest first.</summary>
    /// <param name="cells">The cells; each takes as many features as the one below gives.</param>
    /// <param name="dropout">The probability of dropping an output between two layers while training.</param>
    /// <exception cref="ArgumentException">There is no cell or more than <see cref="StackState{T, TState}.MaxLayers"/>, sizes do not fit, or the probability is not in [0, 1).</exception>
    public RecurrentStack(IReadOnlyList<ICell<T, TState>> cells, double dropout = 0)
    {
        if (cells.Count is < 1 or > StackState<T, TState>.MaxLayers)
            throw new ArgumentException($"RecurrentStack: {cells.Count} layers; need 1 to {StackState<T, TState>.MaxLayers}.");
        for (int i = 1; i < cells.Count; i++)
        {
            if (cells[i].InputSize != cells[i - 1].OutputSize)
                throw new ArgumentException($"RecurrentStack: sizes do not fit: layer {i - 1} gives {cells[i - 1].OutputSize} features, layer {i} takes {cells[i].InputSize}; need equal sizes.");
        }

        _dropout = dropout == 0 ? null : new Dropout(dropout);
        Cells = [.. cells];
        Parameters = [.. cells.SelectMany(cell => cell.Parameters).Distinct()];
    }

    /// <summary>The cells, lowest first.</summary>
    public IReadOnlyList<ICell<T, TState>> Cells { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The number of features of an input.</summary>
    public int InputSize => Cells[0].InputSize;

    /// <summary>The number of features of an output.</summary>
    public int OutputSize => Cells[^1].OutputSize;

    /// <summary>The states before the first step.</summary>
    /// <param name="tape">Where to put them.</param>
    /// <param name="batch">How many sequences run side by side.</param>
    public StackState<T, TState> InitialState(Tape<T> tape, int batch)
    {
        StackState<T, TState> state = new(Cells.Count);
        for (int layer = 0; layer < Cells.Count; layer++)
            state.SetLayer(layer, Cells[layer].InitialState(tape, batch));
        return state;
    }

    /// <summary>Runs the stack over a sequence of inputs.</summary>
    /// <param name="inputs">The inputs <c>[time, batch, inputs]</c>.</param>
    /// <param name="state">The states before the first step.</param>
    /// <param name="final">The states after the last step.</param>
    /// <param name="random">Where dropped outputs and the cells' own noise are drawn from while training; null in evaluation, when nothing is dropped.</param>
    /// <param name="firstStep">The number of the first step, from 0, where the inputs are a part of a longer sequence: a step's mask depends on its number.</param>
    /// <param name="reset">For each step and row, time first, whether the row begins anew before that step; empty for never.</param>
    /// <returns>The outputs of the highest layer <c>[time, batch, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes, layers or flags do not fit, or the first step's number is negative.</exception>
    public Variable<T> Unroll(Variable<T> inputs, in StackState<T, TState> state, out StackState<T, TState> final, RandomStream? random = null, int firstStep = 0, ReadOnlySpan<bool> reset = default)
    {
        Shape shape = inputs.Shape;
        if (shape.Rank != 3 || shape[2] != InputSize)
            throw RnnErrors.InputShape(nameof(Unroll), shape, InputSize);
        return Run(inputs, isProjected: false, in state, out final, random, firstStep, reset);
    }

    /// <summary>Runs the stack over a sequence whose inputs' products with the lowest cell are done.</summary>
    /// <param name="projected">What the lowest cell's <c>Project</c> made of the inputs, <c>[time, batch, any]</c>.</param>
    /// <param name="state">The states before the first step.</param>
    /// <param name="final">The states after the last step.</param>
    /// <param name="random">Where dropped outputs and the cells' own noise are drawn from while training; null in evaluation.</param>
    /// <param name="firstStep">The number of the first step, from 0, where the inputs are a part of a longer sequence: a step's mask depends on its number.</param>
    /// <param name="reset">For each step and row, time first, whether the row begins anew before that step; empty for never.</param>
    /// <returns>The outputs of the highest layer <c>[time, batch, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes, layers or flags do not fit, or the first step's number is negative.</exception>
    public Variable<T> UnrollProjected(Variable<T> projected, in StackState<T, TState> state, out StackState<T, TState> final, RandomStream? random = null, int firstStep = 0, ReadOnlySpan<bool> reset = default) =>
        Run(projected, isProjected: true, in state, out final, random, firstStep, reset);

    private Variable<T> Run(Variable<T> inputs, bool isProjected, in StackState<T, TState> state, out StackState<T, TState> final, RandomStream? random, int firstStep, ReadOnlySpan<bool> reset)
    {
        if (state.LayerCount != Cells.Count)
            throw new ArgumentException($"RecurrentStack: the state has {state.LayerCount} layers, the stack {Cells.Count}; need one state a layer. Start from InitialState.");
        ArgumentOutOfRangeException.ThrowIfNegative(firstStep);

        // The caller may pass one variable as both states: nothing is written to the last before the first was read.
        StackState<T, TState> reached = new(Cells.Count);
        Variable<T> values = inputs;
        for (int layer = 0; layer < Cells.Count; layer++)
        {
            if (layer > 0 && _dropout is not null)
                values = _dropout.Forward(values, random, (ulong)firstStep * (ulong)(values.Shape[1] * values.Shape[2]));
            Noise noise = Noise.Draw(random, firstStep);
            values = layer == 0 && isProjected
                ? Cells[layer].UnrollProjected(values, state.Layer(layer), out TState last, reset, noise)
                : Cells[layer].Unroll(values, state.Layer(layer), out last, reset, noise);
            reached.SetLayer(layer, last);
        }

        final = reached;
        return values;
    }
}

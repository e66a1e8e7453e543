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
public sealed class RecurrentStack<T, TState> : IRecurrentNetwork<T, StackState<T, TState>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly LayerLinks _links;

    /// <summary>Stacks cells, lowest first.</summary>
    /// <param name="cells">The cells; each takes as many features as the one below gives.</param>
    /// <param name="dropout">The probability of dropping an output between two layers while training.</param>
    /// <param name="inputDropout">The probability of dropping an element of an input while training.</param>
    /// <param name="locked">Whether a row's dropout mask is the same at every step (variational dropout, Gal and Ghahramani 2016), instead of one for each step.</param>
    /// <param name="residual">Whether every layer but the lowest adds to its output what the layer below gave, before dropout: it learns a difference.</param>
    /// <exception cref="ArgumentException">
    /// There is no cell or more than <see cref="StackState{T, TState}.MaxLayers"/>, sizes do not fit, or a probability is not in [0, 1).
    /// </exception>
    public RecurrentStack(IReadOnlyList<ICell<T, TState>> cells, double dropout = 0, double inputDropout = 0, bool locked = false, bool residual = false)
    {
        if (cells.Count is < 1 or > StackState<T, TState>.MaxLayers)
            throw new ArgumentException($"RecurrentStack: {cells.Count} layers; need 1 to {StackState<T, TState>.MaxLayers}.");
        _links = new LayerLinks(inputDropout, dropout, locked, residual);
        for (int i = 1; i < cells.Count; i++)
            _links.Check(nameof(RecurrentStack<,>), i, cells[i - 1].OutputSize, cells[i].InputSize, cells[i].OutputSize);
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

    internal bool DropsInputs => _links.DropsInputs;

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
    public Variable<T> Unroll(
        Variable<T> inputs,
        in StackState<T, TState> state,
        out StackState<T, TState> final,
        RandomStream? random = null,
        int firstStep = 0,
        ReadOnlySpan<bool> reset = default)
    {
        Shape shape = inputs.Shape;
        if (shape.Rank != 3 || shape[2] != InputSize)
            throw RnnErrors.InputShape(nameof(Unroll), shape, InputSize);
        return Run(inputs, isProjected: false, null, in state, out final, random, firstStep, reset);
    }

    /// <summary>Runs the stack over a sequence whose inputs' products with the lowest cell are done.</summary>
    /// <param name="projected">What the lowest cell's <c>Project</c> made of the inputs, <c>[time, batch, any]</c>.</param>
    /// <param name="state">The states before the first step.</param>
    /// <param name="final">The states after the last step.</param>
    /// <param name="random">Where dropped outputs and the cells' own noise are drawn from while training; null in evaluation.</param>
    /// <param name="firstStep">The number of the first step, from 0, where the inputs are a part of a longer sequence: a step's mask depends on its number.</param>
    /// <param name="reset">For each step and row, time first, whether the row begins anew before that step; empty for never.</param>
    /// <returns>The outputs of the highest layer <c>[time, batch, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes, layers or flags do not fit, the first step's number is negative, or inputs are to be dropped.</exception>
    public Variable<T> UnrollProjected(
        Variable<T> projected,
        in StackState<T, TState> state,
        out StackState<T, TState> final,
        RandomStream? random = null,
        int firstStep = 0,
        ReadOnlySpan<bool> reset = default)
    {
        _links.CheckNotProjected(nameof(RecurrentStack<,>), random);
        return Run(projected, isProjected: true, null, in state, out final, random, firstStep, reset);
    }

    /// <summary>Runs the stack over packed rows of several lengths, or some of their steps. Dropout masks are those of the padded run.</summary>
    /// <param name="packed">The inputs <c>[places, inputs]</c> of the steps to run.</param>
    /// <param name="rows">The rows, or some of their steps.</param>
    /// <param name="state">The states before the first of the steps, a row for every row, empty ones included.</param>
    /// <param name="final">The states of each row after its last step here.</param>
    /// <param name="random">Where the dropped elements are drawn from while training; null in evaluation.</param>
    /// <param name="firstStep">The number of the rows' first step, where the rows are a part of longer ones.</param>
    /// <param name="reset">For each place, whether its row begins anew before that step; empty for never.</param>
    /// <returns>The outputs of the highest layer <c>[places, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes, layers or flags do not fit, or the first step's number is negative.</exception>
    public Variable<T> UnrollPacked(
        Variable<T> packed,
        PackedSegment rows,
        in StackState<T, TState> state,
        out StackState<T, TState> final,
        RandomStream? random = null,
        int firstStep = 0,
        ReadOnlySpan<bool> reset = default) =>
        Run(packed, isProjected: false, rows, in state, out final, random, firstStep, reset);

    /// <summary>Runs the stack over packed rows whose inputs' products with the lowest cell are done.</summary>
    /// <param name="projected">What the lowest cell's <c>Project</c> made of the inputs, <c>[places, any]</c>.</param>
    /// <param name="rows">The rows, or some of their steps.</param>
    /// <param name="state">The states before the first of the steps, a row for every row.</param>
    /// <param name="final">The states of each row after its last step here.</param>
    /// <param name="random">Where the dropped outputs are drawn from while training; null in evaluation.</param>
    /// <param name="firstStep">The number of the rows' first step, where the rows are a part of longer ones.</param>
    /// <param name="reset">For each place, whether its row begins anew before that step; empty for never.</param>
    /// <returns>The outputs of the highest layer <c>[places, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">Shapes, layers or flags do not fit, the first step's number is negative, or inputs are to be dropped.</exception>
    public Variable<T> UnrollPackedProjected(
        Variable<T> projected,
        PackedSegment rows,
        in StackState<T, TState> state,
        out StackState<T, TState> final,
        RandomStream? random = null,
        int firstStep = 0,
        ReadOnlySpan<bool> reset = default)
    {
        _links.CheckNotProjected(nameof(RecurrentStack<,>), random);
        return Run(projected, isProjected: true, rows, in state, out final, random, firstStep, reset);
    }

    Variable<T> IRecurrentNetwork<T, StackState<T, TState>>.Unroll(Variable<T> inputs, in StackState<T, TState> state, out StackState<T, TState> final, RandomStream? random) =>
        Unroll(inputs, in state, out final, random);

    Variable<T> IRecurrentNetwork<T, StackState<T, TState>>.UnrollPacked(
        Variable<T> packed, PackedSegment rows, in StackState<T, TState> state, out StackState<T, TState> final, RandomStream? random) =>
        UnrollPacked(packed, rows, in state, out final, random);

    // The inputs' products with the lowest cell, of inputs dropped as the stack says; then the layers, from those products on.
    internal Variable<T> Project(Variable<T> inputs, RandomStream? random, PackedSegment? rows, int firstStep) => Cells[0].Project(_links.Into(0, inputs, random, rows, firstStep));

    internal Variable<T> RunProjected(
        Variable<T> projected,
        PackedSegment? rows,
        in StackState<T, TState> state,
        out StackState<T, TState> final,
        RandomStream? random,
        int firstStep,
        ReadOnlySpan<bool> reset) =>
        Run(projected, isProjected: true, rows, in state, out final, random, firstStep, reset);

    private Variable<T> Run(
        Variable<T> inputs,
        bool isProjected,
        PackedSegment? rows,
        in StackState<T, TState> state,
        out StackState<T, TState> final,
        RandomStream? random,
        int firstStep,
        ReadOnlySpan<bool> reset)
    {
        if (state.LayerCount != Cells.Count)
            throw RnnErrors.LayerCount(nameof(RecurrentStack<,>), state.LayerCount, Cells.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(firstStep);
        using Draws draws = new(random);

        // The caller may pass one variable as both states: nothing is written to the last before the first was read.
        StackState<T, TState> reached = new(Cells.Count);
        Variable<T> values = inputs;
        for (int layer = 0; layer < Cells.Count; layer++)
        {
            bool isDone = isProjected && layer == 0;
            Variable<T> input = isDone ? values : _links.Into(layer, values, random, rows, firstStep);
            Variable<T> output = RunLayer(Cells[layer], input, isDone, rows, state.Layer(layer), out TState last, reset, Noise.Draw(random, firstStep));
            values = _links.OutOf(layer, values, output);
            reached.SetLayer(layer, last);
        }

        draws.Stay();
        final = reached;
        return values;
    }

    private static Variable<T> RunLayer(
        ICell<T, TState> cell,
        Variable<T> input,
        bool isProjected,
        PackedSegment? rows,
        TState state,
        out TState last,
        ReadOnlySpan<bool> reset,
        Noise noise) => (isProjected, rows) switch
        {
            (false, null) => cell.Unroll(input, in state, out last, reset, noise),
            (true, null) => cell.UnrollProjected(input, in state, out last, reset, noise),
            (false, { } packed) => cell.UnrollPacked(input, packed, in state, out last, reset, noise),
            (true, { } packed) => cell.UnrollPackedProjected(input, packed, in state, out last, reset, noise),
        };
}

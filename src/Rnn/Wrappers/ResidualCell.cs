using System;
using System.Collections.Generic;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// A cell whose output is added to its input: <c>y = cell(x) + x</c>, as deep stacks need it; the state is the cell's own. Made by <see cref="CellWrappers.WithResidual"/>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state's record.</typeparam>
/// <remarks>Source: He et al. 2016, "Deep residual learning for image recognition"; in recurrent stacks: Wu et al. 2016, "Google's neural machine translation system".</remarks>
public sealed class ResidualCell<T, TState> : ISequenceCell<T, TState>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly ICell<T, TState> _cell;

    internal ResidualCell(ICell<T, TState> cell)
    {
        if (cell.InputSize != cell.OutputSize)
            throw new ArgumentException(
                $"WithResidual: sizes differ: {RnnErrors.NameOf(cell.GetType())} takes {cell.InputSize} features and gives {cell.OutputSize}; need equal sizes.");
        _cell = cell;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames => IGatedCell.NamesOf(_cell);

    /// <summary>Those of the cell: the inputs stand behind what it made of them.</summary>
    /// <param name="projected">The features that <c>Project</c> returns.</param>
    public int GatedFeatures(int projected) => IGatedCell.FeaturesOf(_cell, projected - InputSize);

    /// <inheritdoc/>
    public int InputSize => _cell.InputSize;

    /// <inheritdoc/>
    public int OutputSize => _cell.OutputSize;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters => _cell.Parameters;

    /// <inheritdoc/>
    public TState InitialState(Tape<T> tape, int batch) => _cell.InitialState(tape, batch);

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Concatenate(-1, _cell.Project(inputs), inputs);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in TState state, out TState next) => Advance(projected, in state, default, out next);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in TState state, Noise noise, out TState next) =>
        _cell.Advance(Part(projected, out Variable<T> inputs), in state, noise, out next) + inputs;

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in TState state, out TState final) => Run(inputs, in state, default, out final);

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in TState state, out TState final) => RunProjected(projected, in state, default, out final);

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in TState state, Noise noise, out TState final) =>
        _cell.Unroll(inputs, in state, out final, noise: noise) + inputs;

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in TState state, Noise noise, out TState final) =>
        _cell.UnrollProjected(Part(projected, out Variable<T> inputs), in state, out final, noise: noise) + inputs;

    // What the cell made of the inputs, and the inputs behind it.
    private Variable<T> Part(Variable<T> projected, out Variable<T> inputs)
    {
        int width = projected.Shape[-1] - InputSize;
        inputs = Slice(projected, -1, width, InputSize);
        return Slice(projected, -1, 0, width);
    }
}

using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// A cell that sees its state with the same elements dropped at every step of a sequence, in training; in evaluation, the cell itself.
/// Made by <see cref="CellWrappers.WithStateDropout"/>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state's record.</typeparam>
/// <remarks>
/// A mask is drawn once a sequence, for each row: dropping others at every step would leave no unit a memory. What is kept is scaled so that the mean stays.
/// Source: Gal and Ghahramani 2016, "A theoretically grounded application of dropout in recurrent neural networks" (the recurrent part of variational dropout).
/// </remarks>
public sealed class StateDropoutCell<T, TState> : ICell<T, TState>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly ICell<T, TState> _cell;
    private readonly double[] _probabilities;

    internal StateDropoutCell(ICell<T, TState> cell, ReadOnlySpan<double> probabilities)
    {
        _probabilities = PartProbabilities.Of<T, TState>(nameof(CellWrappers.WithStateDropout), probabilities);
        _cell = cell;
    }

    /// <summary>The probability of dropping an element, for each part of the state.</summary>
    public IReadOnlyList<double> Probabilities => _probabilities;

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames => IGatedCell.NamesOf(_cell);

    /// <inheritdoc/>
    public int GatedFeatures(int projected) => IGatedCell.FeaturesOf(_cell, projected);

    /// <inheritdoc/>
    public int InputSize => _cell.InputSize;

    /// <inheritdoc/>
    public int OutputSize => _cell.OutputSize;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters => _cell.Parameters;

    /// <inheritdoc/>
    public TState InitialState(Tape<T> tape, int batch) => _cell.InitialState(tape, batch);

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => _cell.Project(inputs);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => _cell.ProjectOneHot(tape, classes);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in TState state, out TState next) => _cell.Advance(projected, in state, out next);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in TState state, Noise noise, out TState next)
    {
        if (!noise.IsOn)
            return _cell.Advance(projected, in state, out next);
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(state.PartCount);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = noise.Fork(i).DropLocked(state[i], _probabilities[i]);
        return _cell.Advance(projected, TState.FromParts(parts), noise.Fork(parts.Length), out next);
    }
}

using System;
using System.Collections.Generic;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// A cell whose initial state is learnt: a parameter for each part of the state, the same for every row of a batch. Made by <see cref="CellWrappers.WithLearnedStart"/>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state's record.</typeparam>
/// <remarks>
/// The gradient is that of the losses which are followed back to the beginning of a sequence, summed over rows. Rows that begin anew inside a sequence, by flags given
/// to <c>Unroll</c>, begin with the learnt state too. A carried state has no parameters: where its rows begin anew between chunks, give the flags of the next
/// chunk's first step to <c>Unroll</c> instead of <see cref="CarriedState{T, TState}.ResetRows"/>, which makes zeros.
/// </remarks>
public sealed class LearnedStartCell<T, TState> : ISequenceCell<T, TState>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly ICell<T, TState> _cell;
    private readonly Parameter<T>[] _start;

    internal LearnedStartCell(ICell<T, TState> cell, string name)
    {
        _cell = cell;
        using Tape<T> tape = new();
        TState one = cell.InitialState(tape, 1);
        _start = new Parameter<T>[one.PartCount];
        for (int i = 0; i < _start.Length; i++)
            _start[i] = new Parameter<T>($"{name}.{i}", one[i].Shape, one[i].Values);
        Parameters = [.. cell.Parameters, .. _start];
    }

    /// <summary>The learnt initial state, <c>[1, ...]</c> for each part; first the numbers of the cell's own.</summary>
    public IReadOnlyList<Parameter<T>> Start => _start;

    /// <inheritdoc/>
    public IReadOnlyList<string> GateNames => IGatedCell.NamesOf(_cell);

    /// <inheritdoc/>
    public int GatedFeatures(int projected) => IGatedCell.FeaturesOf(_cell, projected);

    /// <inheritdoc/>
    public int InputSize => _cell.InputSize;

    /// <inheritdoc/>
    public int OutputSize => _cell.OutputSize;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public TState InitialState(Tape<T> tape, int batch)
    {
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(_start.Length);
        for (int i = 0; i < parts.Length; i++)
            parts[i] = BroadcastTo(tape.Use(_start[i]), _start[i].Shape.With(0, batch));
        return TState.FromParts(parts);
    }

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => _cell.Project(inputs);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => _cell.ProjectOneHot(tape, classes);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in TState state, out TState next) => _cell.Advance(projected, in state, out next);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in TState state, Noise noise, out TState next) => _cell.Advance(projected, in state, noise, out next);

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in TState state, out TState final) => Run(inputs, in state, default, out final);

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in TState state, out TState final) => RunProjected(projected, in state, default, out final);

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in TState state, Noise noise, out TState final) => _cell.Unroll(inputs, in state, out final, noise: noise);

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in TState state, Noise noise, out TState final) => _cell.UnrollProjected(projected, in state, out final, noise: noise);
}

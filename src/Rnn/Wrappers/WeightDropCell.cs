using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// A cell some of whose weights are dropped for a whole sequence, in training; in evaluation, the cell itself. A cell that runs over
/// whole sequences still does. Made by <see cref="CellWrappers.WithWeightDrop"/>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state's record.</typeparam>
/// <remarks>
/// Every element is dropped with the given probability, the others scaled so that the mean stays; all steps and rows of a sequence see the same weights.
/// Cost: one pass over the weights a sequence, or a step where the cell runs step by step. Source: Merity, Keskar and Socher 2017, "Regularizing and optimizing
/// LSTM language models" (DropConnect of Wan et al. 2013 on the recurrent weights).
/// </remarks>
public sealed class WeightDropCell<T, TState> : ISequenceCell<T, TState>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly ICell<T, TState> _cell;
    private readonly Parameter<T> _weights;

    internal WeightDropCell(ICell<T, TState> cell, Parameter<T> weights, double probability)
    {
        PartProbabilities.Check(nameof(CellWrappers.WithWeightDrop), probability);
        if (!cell.Parameters.Contains(weights))
            throw new ArgumentException(
                $"WithWeightDrop: {weights} is not one of the parameters of {RnnErrors.NameOf(cell.GetType())}; need one of {string.Join(", ", cell.Parameters)}.");
        if (IsReadBefore(cell, weights))
            throw new ArgumentException(
                $"WithWeightDrop: {weights} is read before the steps, by Project or for the initial state, where it would be dropped in some runs and not in others; "
                    + "need weights that meet the state, such as the recurrent ones. Drop elements of the inputs instead.");
        (_cell, _weights, Probability) = (cell, weights, probability);
    }

    /// <summary>The probability of dropping a weight.</summary>
    public double Probability { get; }

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
        using SubstitutionScope<T> dropped = Drop(projected.Tape, noise);
        return _cell.Advance(projected, in state, noise.Fork(0), out next);
    }

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in TState state, out TState final) => _cell.Unroll(inputs, in state, out final);

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in TState state, out TState final) => _cell.UnrollProjected(projected, in state, out final);

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in TState state, Noise noise, out TState final)
    {
        if (!noise.IsOn)
            return _cell.Unroll(inputs, in state, out final);
        using SubstitutionScope<T> dropped = Drop(inputs.Tape, noise);
        return _cell.Unroll(inputs, in state, out final, noise: noise.Fork(0));
    }

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in TState state, Noise noise, out TState final)
    {
        if (!noise.IsOn)
            return _cell.UnrollProjected(projected, in state, out final);
        using SubstitutionScope<T> dropped = Drop(projected.Tape, noise);
        return _cell.UnrollProjected(projected, in state, out final, noise: noise.Fork(0));
    }

    // What is computed from NaN is NaN.
    private static bool IsReadBefore(ICell<T, TState> cell, Parameter<T> weights)
    {
        using Tape<T> tape = new();
        using SubstitutionScope<T> marked = tape.Substitute(weights, tape.Fill(T.NaN, weights.Shape));
        bool isRead = HasNaN(cell.Project(tape.Fill(T.One, new Shape(1, cell.InputSize))));
        TState start = cell.InitialState(tape, 1);
        for (int part = 0; part < start.PartCount; part++)
            isRead |= HasNaN(start[part]);
        return isRead;
    }

    private static bool HasNaN(Variable<T> x)
    {
        foreach (T value in x.Values)
        {
            if (T.IsNaN(value))
                return true;
        }

        return false;
    }

    private SubstitutionScope<T> Drop(Tape<T> tape, Noise noise) => tape.Substitute(_weights, Dropout(tape.Use(_weights), Probability, noise.Key));
}

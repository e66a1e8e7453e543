using System;
using System.Collections.Generic;
using System.Numerics;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// A cell whose units keep their old state at some steps. In training each element of the state is the old one with a given probability
/// and the new one otherwise; in evaluation it is the expectation, <c>p · old + (1 - p) · new</c>. Made by <see cref="CellWrappers.WithZoneout"/>.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state's record.</typeparam>
/// <remarks>
/// Where the cell's output is a part of its state, as an LSTM's is, the output is that part with zoneout. Gradients flow whole through what is
/// kept, which dropout would cut. Source: Krueger et al. 2017, "Zoneout: regularizing RNNs by randomly preserving hidden activations".
/// </remarks>
public sealed class ZoneoutCell<T, TState> : ICell<T, TState>, IGatedCell
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    private readonly ICell<T, TState> _cell;
    private readonly double[] _probabilities;

    internal ZoneoutCell(ICell<T, TState> cell, ReadOnlySpan<double> probabilities)
    {
        _probabilities = PartProbabilities.Of<T, TState>(nameof(CellWrappers.WithZoneout), probabilities);
        _cell = cell;
    }

    /// <summary>The probability of keeping an old element, for each part of the state.</summary>
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
    public Variable<T> Advance(Variable<T> projected, in TState state, out TState next) => Advance(projected, in state, default, out next);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in TState state, Noise noise, out TState next)
    {
        int count = _probabilities.Length, outputPart = -1;
        Variable<T> output = _cell.Advance(projected, in state, noise.Fork(count), out TState reached);
        States.Parts<T> buffer = default;
        Span<Variable<T>> parts = buffer.Take(count);
        for (int i = 0; i < count; i++)
        {
            if (reached[i] == output)
                outputPart = i;
            parts[i] = Mix(state[i], reached[i], _probabilities[i], noise.Fork(i));
        }

        next = TState.FromParts(parts);
        return outputPart < 0 ? output : parts[outputPart];
    }

    private static Variable<T> Mix(Variable<T> old, Variable<T> reached, double probability, Noise noise)
    {
        if (probability == 0)
            return reached;
        if (!noise.IsOn)
            return Lerp(reached, old, old.Tape.Constant(T.CreateTruncating(probability)));

        // A mask of ones, of which the dropped are the units that stay.
        return Where(noise.Drop(old.Tape.Fill(T.One, reached.Shape), probability), reached, old);
    }
}

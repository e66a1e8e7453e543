using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>
/// Two cells of different kinds as one: the outputs of the lower are the inputs of the upper. Cells of one kind stand in a
/// <see cref="RecurrentStack{T, TState}"/>; a pair is a cell itself, and can stand in a stack, a pair or a bidirectional layer.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TLower">The lower cell's state, of a fixed number of parts.</typeparam>
/// <typeparam name="TUpper">The upper cell's state.</typeparam>
/// <example><code>var cell = new CellPair&lt;float, HiddenState&lt;float&gt;, LstmState&lt;float&gt;&gt;(new GruCell&lt;float&gt;(8, 16, random), new
/// LstmCell&lt;float&gt;(16, 16, random));</code></example>
public sealed class CellPair<T, TLower, TUpper> : ISequenceCell<T, PairState<T, TLower, TUpper>>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLower : struct, IState<TLower, T>
    where TUpper : struct, IState<TUpper, T>
{
    /// <summary>Puts one cell on another.</summary>
    /// <param name="lower">The cell that takes the inputs.</param>
    /// <param name="upper">The cell that gives the outputs; it takes as many features as the lower gives.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, or the number of parts of the lower cell's state is not fixed.</exception>
    public CellPair(ICell<T, TLower> lower, ICell<T, TUpper> upper)
    {
        if (lower.OutputSize != upper.InputSize)
            throw new ArgumentException($"CellPair: sizes do not fit: the lower cell gives {lower.OutputSize} features, the upper takes {upper.InputSize}; need equal sizes.");
        if (default(TLower).PartCount < 1)
            throw new ArgumentException(
                $"CellPair: the lower cell's state of type {RnnErrors.NameOf(typeof(TLower))} has {default(TLower).PartCount} parts by default; "
                    + "need a state of a fixed number of parts, 1 or more.");
        Lower = lower;
        Upper = upper;
        Parameters = [.. lower.Parameters.Concat(upper.Parameters).Distinct()];
    }

    /// <summary>The cell that takes the inputs.</summary>
    public ICell<T, TLower> Lower { get; }

    /// <summary>The cell that gives the outputs.</summary>
    public ICell<T, TUpper> Upper { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public int InputSize => Lower.InputSize;

    /// <inheritdoc/>
    public int OutputSize => Upper.OutputSize;

    /// <inheritdoc/>
    public PairState<T, TLower, TUpper> InitialState(Tape<T> tape, int batch) => new(Lower.InitialState(tape, batch), Upper.InitialState(tape, batch));

    /// <inheritdoc/>
    public Variable<T> Project(Variable<T> inputs) => Lower.Project(inputs);

    /// <inheritdoc/>
    public Variable<T> ProjectOneHot(Tape<T> tape, ReadOnlySpan<int> classes) => Lower.ProjectOneHot(tape, classes);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in PairState<T, TLower, TUpper> state, out PairState<T, TLower, TUpper> next) =>
        Advance(projected, in state, default, out next);

    /// <inheritdoc/>
    public Variable<T> Advance(Variable<T> projected, in PairState<T, TLower, TUpper> state, Noise noise, out PairState<T, TLower, TUpper> next)
    {
        Variable<T> between = Lower.Advance(projected, state.Lower, noise.Fork(0), out TLower lower);
        Variable<T> output = Upper.Advance(Upper.Project(between), state.Upper, noise.Fork(1), out TUpper upper);
        next = new(lower, upper);
        return output;
    }

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in PairState<T, TLower, TUpper> state, out PairState<T, TLower, TUpper> final) => Run(inputs, in state, default, out final);

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in PairState<T, TLower, TUpper> state, out PairState<T, TLower, TUpper> final) =>
        RunProjected(projected, in state, default, out final);

    /// <inheritdoc/>
    public Variable<T> Run(Variable<T> inputs, in PairState<T, TLower, TUpper> state, Noise noise, out PairState<T, TLower, TUpper> final)
    {
        Variable<T> between = Lower.Unroll(inputs, state.Lower, out TLower lower, noise: noise.Fork(0));
        Variable<T> outputs = Upper.Unroll(between, state.Upper, out TUpper upper, noise: noise.Fork(1));
        final = new(lower, upper);
        return outputs;
    }

    /// <inheritdoc/>
    public Variable<T> RunProjected(Variable<T> projected, in PairState<T, TLower, TUpper> state, Noise noise, out PairState<T, TLower, TUpper> final)
    {
        Variable<T> between = Lower.UnrollProjected(projected, state.Lower, out TLower lower, noise: noise.Fork(0));
        Variable<T> outputs = Upper.Unroll(between, state.Upper, out TUpper upper, noise: noise.Fork(1));
        final = new(lower, upper);
        return outputs;
    }
}

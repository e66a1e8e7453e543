using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Rnn;

/// <summary>
/// Two cells over one sequence, one from its beginning and one from its end: at every step the outputs know what came before and what comes
/// after. The backward cell begins at each row's own end.
/// </summary>
/// <remarks>
/// It reads whole sequences only. A part of a stream has no end that the backward cell could begin at, so that its state is refused where one is
/// carried (<see cref="IState{TSelf, T}.CanCarry"/>). Source: Schuster and Paliwal 1997, "Bidirectional recurrent neural networks".
/// </remarks>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TState">The state of one direction.</typeparam>
public sealed class Bidirectional<T, TState>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TState : struct, IState<TState, T>
{
    /// <summary>Puts two cells together.</summary>
    /// <param name="forward">The cell that reads from the beginning.</param>
    /// <param name="backward">The cell that reads from the end; it may be the same one, which then has its weights once.</param>
    /// <param name="merge">How their outputs become one.</param>
    /// <exception cref="ArgumentException">The cells take different inputs, their outputs are to be added and have different sizes, or there is no such merge.</exception>
    public Bidirectional(ICell<T, TState> forward, ICell<T, TState> backward, DirectionMerge merge = DirectionMerge.Concatenate)
    {
        if (!Enum.IsDefined(merge))
            throw new ArgumentException($"Bidirectional: there is no merge {(int)merge}; need {string.Join(" or ", Enum.GetNames<DirectionMerge>())}.");
        if (forward.InputSize != backward.InputSize)
            throw new ArgumentException($"Bidirectional: the cells take different inputs: forward {forward.InputSize} features, backward {backward.InputSize}; need equal sizes.");
        if (merge == DirectionMerge.Sum && forward.OutputSize != backward.OutputSize)
            throw new ArgumentException(
                $"Bidirectional: outputs of different sizes cannot be added: forward gives {forward.OutputSize} features, backward "
                    + $"{backward.OutputSize}; need equal sizes, or DirectionMerge.Concatenate.");
        Forward = forward;
        Backward = backward;
        Merge = merge;
        Parameters = [.. forward.Parameters.Concat(backward.Parameters).Distinct()];
    }

    /// <summary>The cell that reads from the beginning.</summary>
    public ICell<T, TState> Forward { get; }

    /// <summary>The cell that reads from the end.</summary>
    public ICell<T, TState> Backward { get; }

    /// <summary>How the outputs become one.</summary>
    public DirectionMerge Merge { get; }

    /// <summary>The parameters of both cells.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The number of features of an input.</summary>
    public int InputSize => Forward.InputSize;

    /// <summary>The number of features of an output.</summary>
    public int OutputSize => Merge == DirectionMerge.Sum ? Forward.OutputSize : Forward.OutputSize + Backward.OutputSize;

    /// <summary>The states where the two cells begin.</summary>
    /// <param name="tape">Where to put them.</param>
    /// <param name="batch">How many sequences run side by side.</param>
    public BidirectionalState<T, TState> InitialState(Tape<T> tape, int batch) => new(Forward.InitialState(tape, batch), Backward.InitialState(tape, batch));

    /// <summary>Runs both cells over sequences of one length.</summary>
    /// <param name="inputs">The inputs <c>[time, batch, inputs]</c>.</param>
    /// <param name="state">The states where the cells begin: before the first step, and before the last.</param>
    /// <param name="final">The states where the cells end: after the last step, and after the first.</param>
    /// <param name="random">Where the cells' noise is drawn from while training, a key for each; null in evaluation.</param>
    /// <returns>The outputs <c>[time, batch, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs are of another shape, there is no step, or the states have another batch size.</exception>
    public Variable<T> Unroll(Variable<T> inputs, in BidirectionalState<T, TState> state, out BidirectionalState<T, TState> final, RandomStream? random = null)
    {
        using Draws draws = new(random);
        Variable<T> forward = Forward.Unroll(inputs, state.Forward, out TState last, noise: Noise.Draw(random));
        Variable<T> backward = Flip(Backward.Unroll(Flip(inputs, 0), state.Backward, out TState first, noise: Noise.Draw(random)), 0);
        draws.Stay();
        final = new(last, first);
        return Merged(forward, backward);
    }

    /// <summary>Runs both cells over packed rows of several lengths.</summary>
    /// <param name="packed">The inputs <c>[places, inputs]</c>.</param>
    /// <param name="rows">The rows: all their steps.</param>
    /// <param name="state">The states where the cells begin: before each row's first step, and before its last.</param>
    /// <param name="final">The states where the cells end: after each row's last step, and after its first; an empty row's are <paramref name="state"/>'s.</param>
    /// <param name="random">Where the cells' noise is drawn from while training, a key for each; null in evaluation.</param>
    /// <returns>The outputs <c>[places, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The inputs or states do not fit the rows, or only some of the steps are to be run.</exception>
    public Variable<T> UnrollPacked(
        Variable<T> packed, PackedSegment rows, in BidirectionalState<T, TState> state, out BidirectionalState<T, TState> final, RandomStream? random = null)
    {
        if (!rows.IsWhole)
            throw PackedErrors.NotWhole(nameof(Bidirectional<,>), rows);
        using Draws draws = new(random);
        Variable<T> forward = Forward.UnrollPacked(packed, rows, state.Forward, out TState last, noise: Noise.Draw(random));
        Variable<T> backward = rows.Rows.Reverse(Backward.UnrollPacked(rows.Rows.Reverse(packed), rows, state.Backward, out TState first, noise: Noise.Draw(random)));
        draws.Stay();
        final = new(last, first);
        return Merged(forward, backward);
    }

    private Variable<T> Merged(Variable<T> forward, Variable<T> backward) => Merge == DirectionMerge.Sum ? forward + backward : Concatenate(-1, forward, backward);
}

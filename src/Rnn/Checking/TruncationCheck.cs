using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// Checks a truncated gradient, which is the exact gradient of another function than the loss: of the cut one, whose states at the cuts
/// are held at the numbers that they have. The cut function's derivatives are checked against finite differences and forward mode,
/// and the gradient in question against the sum over all losses, each followed back on its own through the steps that the policy names.
/// </summary>
/// <remarks>
/// The work grows with the steps times the window: for short sequences and small models. Parameters keep their numbers, and have no gradient afterwards.
/// </remarks>
/// <example><code>TruncationCheck.Of(sequence, Truncation.Window(5), model.Parameters).Assert();</code></example>
public static class TruncationCheck
{
    /// <summary>Checks what <see cref="TruncatedBackprop{T, TState}"/> makes of a policy, a model and a sequence of one's own.</summary>
    /// <typeparam name="T">The element type; <see cref="double"/>, unless a tolerance is given.</typeparam>
    /// <typeparam name="TState">The model's state.</typeparam>
    /// <param name="sequence">The model and its data.</param>
    /// <param name="truncation">A policy with fixed cuts.</param>
    /// <param name="parameters">What to differentiate with respect to.</param>
    /// <param name="carried">The state to start from; null for the initial one.</param>
    /// <exception cref="ArgumentException">
    /// The policy draws its cuts or has none, there is no parameter, the policy does not suit the sequence, or its network reads from both ends.
    /// </exception>
    public static TruncationChecker<T, TState> Of<T, TState>(
        ISequence<T, TState> sequence, Truncation truncation, IReadOnlyList<Parameter<T>> parameters, CarriedState<T, TState>? carried = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        return Of(sequence, truncation, parameters, Accumulate, carried);

        void Accumulate()
        {
            CarriedState<T, TState> start = new();
            if (carried is not null)
                start.CopyFrom(carried);
            using TruncatedBackprop<T, TState> trainer = new(truncation, LossReduction.Sum);
            trainer.Accumulate(sequence, start);
        }
    }

    /// <summary>Checks a recipe of one's own for the truncated gradient of the sum of a sequence's losses.</summary>
    /// <typeparam name="T">The element type; <see cref="double"/>, unless a tolerance is given.</typeparam>
    /// <typeparam name="TState">The model's state.</typeparam>
    /// <param name="sequence">The model and its data.</param>
    /// <param name="truncation">The policy, with fixed cuts, that the recipe is meant to carry out.</param>
    /// <param name="parameters">What to differentiate with respect to.</param>
    /// <param name="accumulate">The recipe: adds the gradient into the parameters, which have none before.</param>
    /// <param name="carried">The state to start from; null for the initial one.</param>
    /// <exception cref="ArgumentException">
    /// The policy draws its cuts or has none, there is no parameter, the policy does not suit the sequence, or its network reads from both ends.
    /// </exception>
    public static TruncationChecker<T, TState> Of<T, TState>(
        ISequence<T, TState> sequence,
        Truncation truncation,
        IReadOnlyList<Parameter<T>> parameters,
        Action accumulate,
        CarriedState<T, TState>? carried = null)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        if (!TState.CanCarry)
            throw PackedErrors.NotCarried(nameof(TruncationCheck), typeof(TState));
        if (truncation.Online is not null)
            throw new ArgumentException(
                $"TruncationCheck: {truncation} carries its gradient forward and cuts nothing off; need a policy with fixed cuts. "
                    + "Check a recipe for Truncation.Rtrl against Truncation.None.");
        if (truncation.MeanLength is not null)
            throw new ArgumentException(
                $"TruncationCheck: {truncation} draws its cuts: its gradient is right on the average over them, not each time; "
                    + "need a policy with fixed cuts. Compare the mean of many seeds with the gradient under Truncation.None.");
        if (parameters.Count == 0)
            throw new ArgumentException("TruncationCheck: no parameter; need at least one to differentiate with respect to.");
        return new TruncationChecker<T, TState>(new CutFunction<T, TState>(sequence, carried), truncation, [.. parameters], accumulate);
    }
}

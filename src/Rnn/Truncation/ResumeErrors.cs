using System;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>Refuses what has no place between two updates from which training could go on bit by bit.</summary>
internal static class ResumeErrors
{
    public static void Check<T, TState>(
        Truncation truncation, string policy, Checkpointing checkpointing, WeightUpdate update, SequenceProgress<T, TState> progress, ISequence<T, TState> sequence, int updates)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        if (!TState.CanCarry)
            throw PackedErrors.NotCarried("TruncatedBackprop.TrainFrom", typeof(TState));
        if (updates < 1)
            throw new ArgumentException($"TruncatedBackprop.TrainFrom: {updates} updates; need 1 or more.");
        if (update == WeightUpdate.Defer)
            throw new ArgumentException(
                "TruncatedBackprop.TrainFrom: deferred updates are made once, after the sequence: inside it there is no place between two of them. "
                    + "Need WeightUpdate.Recompute; or train on shorter sequences with a carried state.");
        if (update == WeightUpdate.Stale && truncation.Overlaps)
            throw new ArgumentException(
                $"TruncatedBackprop.TrainFrom: between two updates with stale weights under {truncation} stand steps as they ran, with the weights of "
                    + "their time, which no file holds; need WeightUpdate.Recompute, or windows that do not overlap.");
        if (checkpointing.Kind == CheckpointKind.Budget)
            throw new ArgumentException(
                $"TruncatedBackprop.TrainFrom: {checkpointing} measures the sizes of its blocks where it begins, so that a run which goes on from "
                    + "another place may round otherwise; need Checkpointing.States or Records, or None.");
        if (progress.Step >= sequence.Steps)
            throw new ArgumentException(
                $"TruncatedBackprop.TrainFrom: {progress.Step} steps are done, of {sequence.Steps}: nothing is left to do. "
                    + "Call SequenceProgress.BeginNext for the next sequence.");
        if (progress.Step > 0 && progress.Policy != policy)
            throw new ArgumentException(
                $"TruncatedBackprop.TrainFrom: the progress was made under {progress.Policy}, the policy is {policy}; need the same one inside a sequence.");
    }
}

using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff.Rnn;

/// <summary>Which segments of a sequence a policy runs, given where the losses are; refuses what would silently be less than the policy names.</summary>
internal static class SegmentPlan
{
    // Fills a list with the segments that have losses, in order.
    public static void Fill<T, TState>(List<Segment> plan, Truncation truncation, ISequence<T, TState> sequence)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        plan.Clear();
        if (truncation.CutsFrom == CutsFrom.LastLoss)
            CountBack(plan, truncation, sequence);
        else
            CountOn(plan, truncation, sequence);
        foreach (Segment segment in plan)
            RequireReach(truncation, sequence, segment);
    }

    // The first segment whose losses are not done.
    public static int IndexFrom(List<Segment> plan, int done)
    {
        int index = 0;
        while (index < plan.Count && plan[index].End <= done)
            index++;
        if (index < plan.Count && plan[index].FirstLoss < done)
            throw new ArgumentException(
                $"TruncatedBackprop.TrainFrom: {done} steps are done, but the losses of the steps {plan[index].FirstLoss} to {plan[index].End - 1} "
                    + "belong to one update; need progress between two updates of this sequence. Is it another sequence?");
        return index;
    }

    // Refuses a stretch whose losses read outputs from before it.
    public static void RequireReach<T, TState>(Truncation truncation, ISequence<T, TState> sequence, Segment segment)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        int read = sequence.FirstStepRead(segment.FirstLoss, segment.End);
        if (read < segment.Start)
            throw new ArgumentException(
                $"TruncatedBackprop: a loss needs steps outside its window: the losses of the steps {segment.FirstLoss} to {segment.End - 1} read "
                    + $"outputs from step {read} on, but under {truncation} they are run from step {segment.Start}; "
                    + $"need a window over all {segment.End - read} steps that the losses read. Use Truncation.None, or a loss that looks at its own step.");
    }

    // Refuses losses that read outputs of steps before their own, where every step is run by itself.
    public static void RequireOwnSteps<T, TState>(Truncation truncation, ISequence<T, TState> sequence, int from)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        for (int step = from; step < sequence.Steps; step++)
        {
            if (sequence.TargetCount(step, step + 1) > 0)
                RequireReach(truncation, sequence, new Segment(step, step, step + 1));
        }
    }

    private static void CountOn<T, TState>(List<Segment> plan, Truncation truncation, ISequence<T, TState> sequence)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        Segment? passedOver = null;
        foreach (Segment segment in truncation.Segments(sequence.Steps))
        {
            if (sequence.TargetCount(segment.FirstLoss, segment.End) == 0)
                passedOver ??= segment;
            else if (passedOver is Segment without && truncation is { CutsFrom: CutsFrom.Unstated, Stride: > 1 })
                throw NoLossIn(truncation, without, segment);
            else
                plan.Add(segment);
        }
    }

    // Each segment ends in the last loss that none before it has taken.
    private static void CountBack<T, TState>(List<Segment> plan, Truncation truncation, ISequence<T, TState> sequence)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TState : struct, IState<TState, T>
    {
        (int length, int stride) = (truncation.Length ?? sequence.Steps, truncation.Stride ?? sequence.Steps);
        for (int end = sequence.Steps; end > 0; end--)
        {
            if (sequence.TargetCount(end - 1, end) == 0)
                continue;
            Segment segment = new(Math.Max(0, end - length), Math.Max(0, end - stride), end);
            plan.Add(segment);
            end = segment.FirstLoss + 1;
        }

        plan.Reverse();
    }

    private static ArgumentException NoLossIn(Truncation truncation, Segment without, Segment with) => new(
        $"TruncatedBackprop: {truncation} counted from the first step: the steps {without.FirstLoss} to {without.End - 1} have no loss and would learn "
            + $"nothing from a stride of their own, and the losses of the steps {with.FirstLoss} to {with.End - 1} may see fewer steps than the policy names; "
            + "need losses in every stride, or a word on where to count from: CutsFrom.LastLoss lets strides end in losses, CutsFrom.Start leaves them as "
            + "they are.");
}

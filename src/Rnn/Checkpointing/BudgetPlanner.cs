using System;

namespace AutoDiff.Rnn;

/// <summary>
/// From a budget of bytes to a length of blocks and a plan. Short blocks make fine schedules, long ones run faster: of those that fit, the one whose
/// estimated time is least is taken.
/// </summary>
internal static class BudgetPlanner
{
    // A kept record stands on a tape of its own, which holds at least so much, and more than it uses.
    private const long LeastTapeBytes = 1 << 18;
    private const double TapeSlack = 1.5;

    // What beginning a block costs, in steps.
    private const double BlockOverhead = 0.3;

    // Up to so many blocks and units dynamic programming is quick.
    private const int MixedBlocks = 128, MixedUnits = 256;

    public static (int BlockLength, CheckpointPlan Plan) Choose(long bytes, int steps, BlockSizes sizes)
    {
        (int BlockLength, CheckpointPlan Plan)? best = null;
        double least = double.PositiveInfinity;
        for (int length = 1; length <= steps; length = length == steps ? steps + 1 : Math.Min(steps, length + Math.Max(1, length / 4)))
        {
            int blocks = (int)(((long)steps + length - 1) / length);
            long spare = bytes - Needed(length, blocks, sizes);
            if (spare < 0)
                break;
            CheckpointPlan plan = PlanOf(blocks, length, spare, sizes);
            double time = ((double)plan.ForwardSteps / blocks) + (BlockOverhead / length);
            if (time < least)
                (best, least) = ((length, plan), time);
        }

        // With more than everything there is nothing to plan.
        if (bytes >= Needed(steps, 1, sizes))
            return (steps, CheckpointPlan.Records(1, 1));
        return best ?? throw new ArgumentException(
            $"Checkpointing.Budget: {bytes} bytes are not enough: one step's record takes {sizes.Record(1)} bytes and about as much for its way back, a "
                + $"state {sizes.State}; need {Needed(1, steps, sizes)} or more, and then run times grow with the square of the {steps} steps: better "
                + $"{Needed(1, steps, sizes) + (long)(Math.Sqrt(steps) * sizes.State)}.");
    }

    // One record and its way back; the first state and the one being advanced.
    private static long Needed(int length, int blocks, BlockSizes sizes) => (2 * sizes.Record(length)) + (blocks > 1 ? 2 * sizes.State : 0);

    private static CheckpointPlan PlanOf(int blocks, int length, long spare, BlockSizes sizes)
    {
        long record = (long)(TapeSlack * Math.Max(LeastTapeBytes, sizes.Record(length))), state = Math.Max(1, sizes.State);
        CheckpointPlan best = CheckpointPlan.States(blocks, (int)Math.Min(blocks, 1 + (spare / state)));
        Take(CheckpointPlan.Records(blocks, (int)Math.Min(blocks, 1 + (spare / record))));
        if (blocks <= MixedBlocks && spare >= record)
        {
            long unit = Math.Max(state, Math.Min(spare, blocks * record) / MixedUnits);
            Take(CheckpointPlan.Mixed(blocks, (int)Math.Min(spare / unit, MixedUnits * 2), (int)((record + unit - 1) / unit)));
        }

        return best;

        void Take(CheckpointPlan plan)
        {
            if (plan.ForwardSteps < best.ForwardSteps)
                best = plan;
        }
    }
}

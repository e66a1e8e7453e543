using System;

namespace AutoDiff.Rnn;

/// <summary>
/// The binomial schedules, in closed form. Keeping records of t steps is keeping states of t + 1 steps of which none is recorded: the record of
/// a step takes the place of the state after it, and the step itself needs no second run.
/// </summary>
internal sealed class RevolvePlan : CheckpointPlan
{
    private readonly bool _keepsRecords;

    public RevolvePlan(string name, int steps, int slots, bool keepsRecords)
        : base(steps, slots, recordCost: 1)
    {
        CheckPositive(name, nameof(steps), steps);
        CheckPositive(name, nameof(slots), slots);
        _keepsRecords = keepsRecords;
    }

    public override long ForwardSteps => _keepsRecords ? Advances(Steps + 1L, Units) : Advances(Steps, Units) + Steps;

    public override CheckpointSplit Split(int steps, int units)
    {
        if (steps == 1)
            return new CheckpointSplit(1, KeepsRecord: true);
        if (!_keepsRecords && units < 2)
            return new CheckpointSplit(steps, KeepsRecord: true);
        long length = _keepsRecords ? steps + 1L : steps, repeats = Repeats(length, units);

        // Any cut will do that leaves either part within what its slots can do in as many repeats.
        long least = Math.Max(Binomial(units + repeats - 2, units), length - Binomial(units + repeats - 1, units - 1));
        return new CheckpointSplit((int)Math.Clamp(least, 1, length - 1), _keepsRecords);
    }

    // The least r with binom(slots + r, slots) >= length.
    private static long Repeats(long length, int slots)
    {
        if (slots == 1)
            return length - 1;
        long repeats = 0;
        while (Binomial(slots + repeats, slots) < length)
            repeats++;
        return repeats;
    }

    // Runs of steps that are not recorded.
    private static long Advances(long length, int slots)
    {
        long repeats = Repeats(length, slots);
        return slots == 1 ? length * (length - 1) / 2 : (repeats * length) - Binomial(slots + repeats, repeats - 1);
    }
}

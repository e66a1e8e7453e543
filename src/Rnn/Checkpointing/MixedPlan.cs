using System;

namespace AutoDiff.Rnn;

/// <summary>The mixed schedule by dynamic programming: the least forward steps for every number of steps and every number of units.</summary>
internal sealed class MixedPlan : CheckpointPlan
{
    private readonly int _width;
    private readonly long[] _forward;

    // How many steps to advance; negative where the last of them is kept as a record.
    private readonly int[] _advance;

    public MixedPlan(int steps, int units, int recordCost)
        : base(steps, units, recordCost)
    {
        CheckPositive(nameof(Mixed), nameof(steps), steps);
        CheckPositive(nameof(Mixed), nameof(recordCost), recordCost);
        if (units < 0)
            throw new ArgumentException($"CheckpointPlan.Mixed: units is {units}; need 0 or more.");

        // More than a record for every step is of no use.
        Most = (int)Math.Min(units, (long)steps * recordCost);
        if ((Most + 1L) * (steps + 1L) > Array.MaxLength)
            throw new ArgumentException(
                $"CheckpointPlan.Mixed: {steps} steps with {Most} units that help: a table of {(Most + 1L) * (steps + 1L)} numbers; need {Array.MaxLength} at most. "
                    + "Use longer blocks, or CheckpointPlan.States or Records, which need no table.");
        _width = steps + 1;
        _forward = new long[(Most + 1) * _width];
        _advance = new int[(Most + 1) * _width];
        for (int u = 0; u <= Most; u++)
        {
            for (int t = 1; t <= steps; t++)
                Choose(t, u);
        }
    }

    public override long ForwardSteps => _forward[At(Steps, Units)];

    private int Most { get; }

    public override CheckpointSplit Split(int steps, int units)
    {
        int advance = _advance[At(steps, units)];
        return new CheckpointSplit(Math.Abs(advance), advance < 0);
    }

    private int At(int steps, int units) => (Math.Min(units, Most) * _width) + steps;

    private void Choose(int t, int u)
    {
        // Run on to the last step and record it: it is followed back at once.
        long best = t + _forward[At(t - 1, u)];
        int advance = -t;
        for (int y = t - 1; y >= 1; y--)
        {
            if (u >= RecordCost)
                Try(-y, y + _forward[At(y - 1, u)] + _forward[At(t - y, u - RecordCost)]);
            if (u >= 1)
                Try(y, y + _forward[At(y, u)] + _forward[At(t - y, u - 1)]);
        }

        _forward[At(t, u)] = best;
        _advance[At(t, u)] = advance;

        void Try(int candidate, long forward)
        {
            if (forward < best)
                (best, advance) = (forward, candidate);
        }
    }
}

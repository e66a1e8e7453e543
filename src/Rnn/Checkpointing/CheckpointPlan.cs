using System;

namespace AutoDiff.Rnn;

/// <summary>
/// A schedule for backpropagation through a sequence in less memory than its whole record: which states or records of steps are kept, and
/// how many times steps are run again for it. A step of the schedule may be a block of consecutive time steps.
/// </summary>
/// <remarks>
/// The number of forward steps counts every run of a step, also the one that records it for its way back; plain backpropagation has <c>steps</c>. With
/// a way back that costs two forward steps the whole takes <c>(ForwardSteps + 2 · Steps) / (3 · Steps)</c> of the plain time.
/// Source: Griewank and Walther 2000 (revolve); Gruslys et al. 2016, whose hidden-state, internal-state and mixed strategies these are.
/// </remarks>
public abstract class CheckpointPlan
{
    private protected CheckpointPlan(int steps, int units, int recordCost)
    {
        Steps = steps;
        Units = units;
        RecordCost = recordCost;
    }

    /// <summary>Steps in the sequence.</summary>
    public int Steps { get; }

    /// <summary>How much may be kept, in units of one state; of a plan that keeps records only, in records.</summary>
    public int Units { get; }

    /// <summary>How many units a record takes.</summary>
    public int RecordCost { get; }

    /// <summary>How many steps are run forward in all.</summary>
    public abstract long ForwardSteps { get; }

    /// <summary>Keeps states: <c>slots</c> of them, the first one's included, and the record of one step. Every step is run at least twice, but for the last.</summary>
    /// <param name="steps">Steps in the sequence, 1 or more.</param>
    /// <param name="slots">States that may be kept at a time, that before the first step included; 1 or more.</param>
    /// <returns>
    /// A schedule with the least number of forward steps, <c>(r + 1) · steps - binom(slots + r, r - 1)</c> for the least r with
    /// <c>binom(slots + r, slots) &gt;= steps</c>.
    /// </returns>
    /// <exception cref="ArgumentException">There is no step or no slot.</exception>
    public static CheckpointPlan States(int steps, int slots) => new RevolvePlan(nameof(States), steps, slots, keepsRecords: false);

    /// <summary>
    /// Keeps records of steps, which need not be run again: <c>slots</c> of them, that of the step being followed back included. With as many as steps, this is
    /// plain backpropagation.
    /// </summary>
    /// <param name="steps">Steps in the sequence, 1 or more.</param>
    /// <param name="slots">Records that may be kept at a time, 1 or more.</param>
    /// <returns>
    /// A schedule with the least number of forward steps, <c>r · (steps + 1) - binom(slots + r, r - 1)</c> for the least r with
    /// <c>binom(slots + r, slots) &gt; steps</c>.
    /// </returns>
    /// <exception cref="ArgumentException">There is no step or no slot.</exception>
    public static CheckpointPlan Records(int steps, int slots) => new RevolvePlan(nameof(Records), steps, slots, keepsRecords: true);

    /// <summary>Keeps states or records, whichever saves more time at each place.</summary>
    /// <param name="steps">Steps in the sequence, 1 or more.</param>
    /// <param name="units">How much may be kept beside the state before the first step and the record of the step being followed back, in states; 0 or more.</param>
    /// <param name="recordCost">How many states a record takes, 1 or more.</param>
    /// <returns>
    /// A schedule with the least number of forward steps, found by dynamic programming: memory grows with <c>steps · units</c>, time with <c>steps² · units</c>.
    /// </returns>
    /// <exception cref="ArgumentException">There is no step, less than no memory, or a record costs nothing; or there are more steps times units than an array holds.</exception>
    public static CheckpointPlan Mixed(int steps, int units, int recordCost) => new MixedPlan(steps, units, recordCost);

    /// <summary>
    /// The least number of state slots with which no step is run more than <c>repeats</c> times before the run that records it: the least m with
    /// <c>binom(m + repeats, m) &gt;= steps</c>.
    /// </summary>
    /// <param name="steps">Steps in the sequence, 1 or more.</param>
    /// <param name="repeats">How many times, 1 or more.</param>
    /// <exception cref="ArgumentException">There is no step, or no run.</exception>
    public static int LeastSlots(int steps, int repeats)
    {
        CheckPositive(nameof(LeastSlots), "steps", steps);
        CheckPositive(nameof(LeastSlots), "repeats", repeats);
        int low = 1, high = steps;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (Binomial((long)middle + repeats, repeats) >= steps)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>How a stretch is cut.</summary>
    /// <param name="steps">Its steps, 1 or more.</param>
    /// <param name="units">What may be kept for it.</param>
    public abstract CheckpointSplit Split(int steps, int units);

    internal static void CheckPositive(string plan, string what, int number)
    {
        if (number < 1)
            throw new ArgumentException($"CheckpointPlan.{plan}: {what} is {number}; need 1 or more.");
    }

    // binom(n, k), or a number beyond all steps there are.
    internal static long Binomial(long n, long k)
    {
        const long Enough = 1L << 62;
        if (k < 0 || k > n)
            return 0;
        k = Math.Min(k, n - k);
        Int128 product = 1;
        for (long i = 1; i <= k; i++)
        {
            product = product * (n - k + i) / i;
            if (product > Enough)
                return Enough;
        }

        return (long)product;
    }
}

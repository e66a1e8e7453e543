using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Rnn.Checkpointing;

// The schedules against the recurrences that define them, the closed forms of revolve and published tables.
public sealed class PlanTests
{
    // C(t, m) = min over y of y + C(y, m) + C(t - y, m - 1), C(t, 1) = t (t + 1) / 2 (Gruslys et al. 2016, hidden states).
    [Fact]
    public void States_take_the_least_forward_steps_there_are()
    {
        const int Steps = 300, Slots = 30;
        long[][] least = [.. Enumerable.Range(0, Slots).Select(_ => new long[Steps + 1])];
        for (int m = 1; m < Slots; m++)
        {
            least[m][1] = 1;
            for (int t = 2; t <= Steps; t++)
            {
                least[m][t] = m == 1 ? t * (t + 1) / 2 : Enumerable.Range(1, t - 1).Min(y => y + least[m][y] + least[m - 1][t - y]);
                Assert.Equal(least[m][t], CheckpointPlan.States(t, m).ForwardSteps);
                Assert.Equal(Revolve(t, m) + t, CheckpointPlan.States(t, m).ForwardSteps);
            }
        }
    }

    // C(t, m) = min over y of y + C(y - 1, m) + C(t - y, m - 1), C(t, m >= t) = t (the same, internal states).
    [Fact]
    public void Records_take_the_least_forward_steps_there_are()
    {
        const int Steps = 200, Slots = 24;
        long[][] least = [.. Enumerable.Range(0, Slots).Select(_ => new long[Steps + 1])];
        for (int m = 1; m < Slots; m++)
        {
            for (int t = 1; t <= Steps; t++)
            {
                least[m][t] = t + least[m][t - 1];
                for (int y = 1; y < t && m > 1; y++)
                    least[m][t] = Math.Min(least[m][t], y + least[m][y - 1] + least[m - 1][t - y]);
                Assert.Equal(least[m][t], CheckpointPlan.Records(t, m).ForwardSteps);
            }
        }
    }

    // Closed forms where a number more would be beyond the range of whole numbers of 32 bits.
    [Fact]
    public void Plans_hold_up_to_the_longest_sequences()
    {
        const long Steps = int.MaxValue;
        Assert.Equal(Steps * (Steps + 1) / 2, CheckpointPlan.Records(int.MaxValue, 1).ForwardSteps);
        Assert.Equal(Steps, CheckpointPlan.Records(int.MaxValue, int.MaxValue).ForwardSteps);

        // With two slots r repeats reach (r + 1)(r + 2) / 2 steps, and take r t - r (r + 1)(r + 2) / 6 runs and those that record.
        long repeats = 0;
        while ((repeats + 1) * (repeats + 2) / 2 < Steps)
            repeats++;
        Assert.Equal(((repeats + 1) * Steps) - (repeats * (repeats + 1) * (repeats + 2) / 6), CheckpointPlan.States(int.MaxValue, 2).ForwardSteps);
        Assert.InRange(CheckpointPlan.Records(int.MaxValue, 2).ForwardSteps, Steps, CheckpointPlan.States(int.MaxValue, 2).ForwardSteps);
        Assert.Equal(1, CheckpointPlan.Records(int.MaxValue, int.MaxValue).Split(int.MaxValue, int.MaxValue).Advance);
        Assert.Equal((1, 1), (CheckpointPlan.LeastSlots(10, int.MaxValue), CheckpointPlan.LeastSlots(int.MaxValue, int.MaxValue)));
    }

    [Fact]
    public void A_mixed_plan_with_records_as_cheap_as_states_keeps_records_and_with_dear_ones_states()
    {
        for (int t = 1; t <= 40; t++)
        {
            for (int m = 1; m <= 12; m++)
            {
                Assert.Equal(CheckpointPlan.Records(t, m).ForwardSteps, CheckpointPlan.Mixed(t, m - 1, 1).ForwardSteps);
                Assert.Equal(CheckpointPlan.States(t, m).ForwardSteps, CheckpointPlan.Mixed(t, m - 1, 1_000).ForwardSteps);
                Assert.InRange(CheckpointPlan.Mixed(t, m - 1, 4).ForwardSteps, CheckpointPlan.Records(t, m).ForwardSteps, CheckpointPlan.States(t, m).ForwardSteps);
            }
        }

        Assert.Equal(100, CheckpointPlan.Mixed(100, 400, 4).ForwardSteps);
    }

    // Whatever is asked for: following the splits takes as many steps as the plan says, and no more than it may keep.
    [Fact]
    public void Splits_add_up_to_the_count_within_what_may_be_kept()
    {
        for (int t = 1; t <= 60; t++)
        {
            foreach (CheckpointPlan plan in Plans(t))
                Assert.Equal(plan.ForwardSteps, Walk(plan, t, plan.Units, []));
        }
    }

    [Theory]
    [InlineData(2, 29.82, 28.86)]
    [InlineData(5, 7.28, 6.29)]
    [InlineData(10, 4.64, 3.64)]
    [InlineData(20, 3.75, 2.75)]
    [InlineData(32, 3.41, 2.41)]
    [InlineData(44, 2.954, 1.956)]
    [InlineData(50, 2.948, 1.950)]
    [InlineData(100, 2.898, 1.900)]
    [InlineData(1000, 1.999, 1.000)]
    public void A_thousand_steps(int slots, double states, double records)
    {
        Assert.Equal(states, CheckpointPlan.States(1000, slots).ForwardSteps / 1000.0, 0.0051);
        Assert.Equal(records, CheckpointPlan.Records(1000, slots).ForwardSteps / 1000.0, 0.0051);
    }

    [Theory]
    [InlineData(100, 5, 416)]
    [InlineData(100, 10, 322)]
    [InlineData(512, 10, 2_196)]
    [InlineData(512, 32, 1_502)]
    [InlineData(10_000, 10, 67_624)]
    [InlineData(10_000, 50, 38_622)]
    [InlineData(1000, 44, 2_954)]
    public void Forward_steps_of_states(int steps, int slots, long count) => Assert.Equal(count, CheckpointPlan.States(steps, slots).ForwardSteps);

    [Theory]
    [InlineData(100, 13, 7, 5)]
    [InlineData(256, 22, 10, 7)]
    [InlineData(512, 31, 13, 9)]
    [InlineData(1000, 44, 17, 10)]
    [InlineData(4096, 90, 28, 16)]
    [InlineData(10_000, 140, 38, 20)]
    public void Least_slots(int steps, int two, int three, int four) =>
        Assert.Equal([two, three, four], new[] { 2, 3, 4 }.Select(repeats => CheckpointPlan.LeastSlots(steps, repeats)));

    [Fact]
    public void States_of_an_unknown_number_of_steps_are_evenly_spaced_and_fit()
    {
        foreach (int slots in new[] { 2, 3, 4, 7, 8 })
        {
            OnlineCheckpoints online = new(slots);
            HashSet<int> kept = [];
            for (int steps = 1; steps <= 200; steps++)
            {
                if (online.Next(step => Assert.True(kept.Remove(step))))
                    Assert.True(kept.Add(steps - 1));
                Assert.Equal(online.Kept, kept.Order());
                Assert.InRange(kept.Count, 1, slots);
                Assert.True(kept.Count > slots / 2 || online.Spacing == 1);
                Assert.Equal(Enumerable.Range(0, kept.Count).Select(i => i * online.Spacing), online.Kept);
                Assert.Equal(steps, Enumerable.Range(0, kept.Count).Sum(i => online.GapPlan(i).Steps));
                Assert.All(Enumerable.Range(0, kept.Count), i => Assert.Equal(slots - i, online.GapPlan(i).Units));
            }
        }
    }

    [Fact]
    public void Bad_plans_are_refused()
    {
        Assert.Contains("slots is 0", Assert.Throws<ArgumentException>(() => CheckpointPlan.States(5, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("steps is 0", Assert.Throws<ArgumentException>(() => CheckpointPlan.Records(0, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("units is -1", Assert.Throws<ArgumentException>(() => CheckpointPlan.Mixed(5, -1, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("recordCost is 0", Assert.Throws<ArgumentException>(() => CheckpointPlan.Mixed(5, 1, 0)).Message, StringComparison.Ordinal);
        string tooLarge = Assert.Throws<ArgumentException>(() => CheckpointPlan.Mixed(60_000, 60_000, 3)).Message;
        Assert.Contains("60000 steps with 60000 units that help: a table of 3600120001 numbers", tooLarge, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CheckpointPlan.LeastSlots(0, 2));
        Assert.Throws<ArgumentException>(() => CheckpointPlan.LeastSlots(5, 0));
        Assert.Throws<ArgumentException>(() => new OnlineCheckpoints(1));
    }

    internal static IEnumerable<CheckpointPlan> Plans(int steps)
    {
        for (int m = 1; m <= steps + 1; m = m < 5 ? m + 1 : 2 * m)
        {
            yield return CheckpointPlan.States(steps, m);
            yield return CheckpointPlan.Records(steps, m);
            yield return CheckpointPlan.Mixed(steps, m - 1, 3);
        }
    }

    // Griewank and Walther: r T - binom(s + r, r - 1) advances with the least r for which binom(s + r, s) >= T.
    private static long Revolve(int steps, int slots)
    {
        int repeats = 0;
        while (Binomial(slots + repeats, slots) < steps)
            repeats++;
        return (long)(((double)repeats * steps) - Binomial(slots + repeats, repeats - 1));
    }

    private static double Binomial(int n, int k)
    {
        if (k < 0)
            return 0;
        double product = 1;
        for (int i = 1; i <= k; i++)
            product = Math.Round(product * (n - k + i) / i);
        return product;
    }

    private static long Walk(CheckpointPlan plan, int steps, int units, Dictionary<(int, int), long> known)
    {
        if (steps == 0)
            return 0;
        if (known.TryGetValue((steps, units), out long count))
            return count;
        CheckpointSplit split = plan.Split(steps, units);
        Assert.InRange(split.Advance, 1, split.KeepsRecord ? steps : steps - 1);
        int left = split.KeepsRecord ? split.Advance - 1 : split.Advance, right = steps - split.Advance, rest = units - (split.KeepsRecord ? plan.RecordCost : 1);
        Assert.True(right == 0 || rest >= 0);
        return known[(steps, units)] = split.Advance + Walk(plan, right, rest, known) + Walk(plan, left, units, known);
    }
}

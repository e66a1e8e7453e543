using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.HiddenState<double>;

namespace AutoDiff.Tests.Rnn.Bptt;

// Losses at every step, at some, at the end only: where the cuts are then.
public sealed class LossPlacementTests
{
    [Theory]
    [InlineData("chunks 3 last", 7, "0 0 1|1 1 4|4 4 7")]
    [InlineData("chunks 9 last", 7, "0 0 7")]
    [InlineData("window 4 2 last", 7, "0 0 1|0 1 3|1 3 5|3 5 7")]
    [InlineData("window 2 1 segments last", 3, "0 0 1|0 1 2|1 2 3")]
    [InlineData("none", 7, "0 0 7")]
    public void Strides_counted_from_the_last_loss_end_there(string policy, int steps, string expected)
    {
        string planned = "";
        foreach (Segment segment in Policies.Parse(policy).Segments(steps))
            planned += $"{segment.Start} {segment.FirstLoss} {segment.End}|";
        Assert.Equal(expected + "|", planned);
        CellTrial<State> trial = Trial(steps);
        trial.Accumulate(Policies.Parse(policy));
        Assert.Equal(expected, Recorded(trial));
    }

    [Theory]
    [InlineData("chunks 3 last", "10", "8 8 11")]
    [InlineData("window 5 last", "10", "6 10 11")]
    [InlineData("chunks 3 last", "2 10", "0 0 3|8 8 11")]
    [InlineData("chunks 3 last", "3 8 10", "1 1 4|8 8 11")]
    [InlineData("window 6 3 last", "0 1 7 10", "0 0 2|2 5 8|5 8 11")]
    [InlineData("chunks 4 start", "10", "8 8 11")]
    [InlineData("chunks 4 start", "1 10", "0 0 4|8 8 11")]
    [InlineData("chunks 4", "1 2", "0 0 4")]
    [InlineData("none", "4", "0 0 11")]
    public void With_losses_at_some_steps_the_segments_are_these(string policy, string losses, string expected)
    {
        int[] steps = [.. losses.Split(' ').Select(int.Parse)];
        CellTrial<State> trial = Trial(11);
        trial.Count(steps.Contains);
        trial.Accumulate(Policies.Parse(policy));
        Assert.Equal(expected, Recorded(trial));
    }

    // A loss at the end alone: chunks of k aligned to it are the window of k.
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_last_loss_sees_as_many_steps_in_its_chunk_as_in_its_window(CellKind kind)
    {
        CellTrial trial = CellTrial.Make(kind, 5, steps: 7);
        trial.Count(step => step == 6);
        for (int length = 1; length <= 8; length++)
        {
            trial.Accumulate(Truncation.Window(length));
            double[] expected = trial.Gradients;
            trial.Accumulate(Truncation.Chunks(length, CutsFrom.LastLoss));
            Assert.Null(Numbers.Differ($"chunks of {length}", expected, trial.Gradients));
        }
    }

    [Theory]
    [InlineData("chunks 3", "6")]
    [InlineData("window 4 2", "0 6")]
    public void Strides_without_a_loss_want_a_word_on_where_to_count_from(string policy, string losses)
    {
        int[] steps = [.. losses.Split(' ').Select(int.Parse)];
        CellTrial<State> trial = Trial(7);
        trial.Count(steps.Contains);
        Refusal.Of(() => trial.Accumulate(Policies.Parse(policy)), "TruncatedBackprop", Policies.Parse(policy).ToString(), "have no loss", "CutsFrom.LastLoss", "CutsFrom.Start");
        Assert.All(trial.Parameters, parameter => Assert.False(parameter.HasGradient));
        trial.Accumulate(Policies.Parse(policy + " start"));
    }

    [Theory]
    [InlineData("chunks 3 last")]
    [InlineData("window 5")]
    [InlineData("chunks 3 start")]
    public void A_loss_that_reads_steps_outside_its_window_is_refused(string policy)
    {
        ScalarSequence pooled = new(6, seed: 1) { Counts = step => step == 5, Reads = _ => 0 };
        using TruncatedBackprop<double, State> cut = new(Policies.Parse(policy), LossReduction.Sum),
            whole = new(Truncation.None, LossReduction.Sum),
            wide = new(Truncation.Window(6), LossReduction.Sum);
        Refusal.Of(() => cut.Accumulate(pooled), "TruncatedBackprop", "a loss needs steps outside its window", "step 0", "all 6 steps", "Truncation.None");
        Assert.False(pooled.Weight.HasGradient);
        whole.Accumulate(pooled);
        wide.Accumulate(pooled);
    }

    [Fact]
    public void A_place_that_cuts_cannot_be_counted_from_is_refused()
    {
        Refusal.Of(() => Truncation.Chunks(3, (CutsFrom)9), "Truncation.Chunks", "9", "Unstated, Start, LastLoss");
        Refusal.Of(() => Truncation.Window(3, 2, (CutsFrom)9), "Truncation.Window", "9");
        Assert.Equal("Chunks(3, from the last loss)", Truncation.Chunks(3, CutsFrom.LastLoss).ToString());
        Assert.Equal("Window(3, 2, from the start)", Truncation.Window(3, 2, CutsFrom.Start).ToString());
    }

    private static CellTrial<State> Trial(int steps) => (CellTrial<State>)CellTrial.Make(CellKind.Gru, 4, steps);

    private static string Recorded(CellTrial<State> trial) =>
        string.Join('|', trial.Sequence.Runs.Where(run => run.Recorded).Select(run => $"{run.Segment.Start} {run.Segment.FirstLoss} {run.Segment.End}"));
}

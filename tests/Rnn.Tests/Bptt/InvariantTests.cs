using System;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using AutoDiff.Properties;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Bptt;

// What must hold of truncation whatever the cell, the sizes and the numbers.
public sealed class InvariantTests
{
    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_window_or_chunk_of_the_whole_sequence_is_no_truncation(CellKind kind) => Check.Seeds(seed =>
    {
        CellTrial trial = CellTrial.Make(kind, seed);
        int steps = trial.Steps;
        trial.Naive(int.MaxValue, steps);
        double[] expected = trial.Gradients;
        return Same(trial, expected, Truncation.None) ?? Same(trial, expected, Truncation.Window(steps)) ?? Same(trial, expected, Truncation.Window(steps + 3))
            ?? Same(trial, expected, Truncation.Window(int.MaxValue)) ?? Same(trial, expected, Truncation.Chunks(steps)) ?? Same(trial, expected, Truncation.Chunks(int.MaxValue));
    });

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_window_is_the_sum_of_every_loss_differentiated_on_its_own(CellKind kind) => Check.Seeds(
        seed =>
        {
            CellTrial trial = CellTrial.Make(kind, seed);
            for (int length = 1; length <= trial.Steps + 2; length++)
            {
                for (int stride = 1; stride <= length; stride++)
                {
                    double loss = trial.Naive(length, stride);
                    double[] expected = trial.Gradients;
                    if (Same(trial, expected, Truncation.Window(length, stride), loss) is string broken)
                        return broken;
                    if (stride == length && Same(trial, expected, Truncation.Chunks(length), loss) is string brokenChunks)
                        return brokenChunks;
                }
            }

            return null;
        },
        cases: 12);

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void Windows_with_losses_at_some_steps_only_are_those_losses_alone(CellKind kind) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            CellTrial trial = CellTrial.Make(kind, seed);
            bool[] counts = [.. Enumerable.Range(0, trial.Steps).Select(_ => random.Next(2) == 0)];
            counts[random.Next(counts.Length)] = true;
            trial.Count(step => counts[step]);
            int length = random.Next(1, trial.Steps + 2), stride = random.Next(1, length + 1);
            double loss = trial.Naive(length, stride);
            return Same(trial, trial.Gradients, Truncation.Window(length, stride, CutsFrom.Start), loss);
        },
        cases: 30);

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void A_loss_at_the_end_alone_is_followed_back_through_its_window(CellKind kind) => Check.Seeds(seed =>
    {
        CellTrial trial = CellTrial.Make(kind, seed);
        int steps = trial.Steps;
        trial.Count(step => step == steps - 1);
        for (int length = 1; length <= steps; length++)
        {
            double loss = trial.Naive(length, 1);
            trial.StepsRun();
            if (Same(trial, trial.Gradients, Truncation.Window(length), loss) is string broken)
                return broken;
            (int recorded, int advanced) = trial.StepsRun();
            if (recorded != length || advanced != steps - length)
                return $"window {length} of {steps} steps ran {recorded} steps with and {advanced} without recording";
            if (Same(trial, trial.Gradients, Truncation.Chunks(length, CutsFrom.LastLoss), loss) is string brokenChunks)
                return brokenChunks;
        }

        return null;
    });

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void The_gradient_is_that_of_the_function_with_its_boundary_states_frozen(CellKind kind) => Check.Seeds(
        seed =>
        {
            Random random = new(seed);
            CellTrial trial = CellTrial.Make(kind, seed);
            int length = random.Next(1, trial.Steps + 1), stride = random.Next(1, length + 1);
            Func<Tape<double>, Variable<double>> frozen = trial.Frozen(length, stride);
            GradientCheck.Of(frozen, trial.Parameters).AgainstFiniteDifferences().AgainstForwardMode().Directions(2).Assert();
            trial.Parameters.ClearGradients();
            using Tape<double> tape = new();
            tape.Backward(frozen(tape));
            return Same(trial, trial.Gradients, Truncation.Window(length, stride));
        },
        cases: 3);

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void The_loss_is_the_same_under_every_policy(CellKind kind) => Check.Seeds(seed =>
    {
        CellTrial trial = CellTrial.Make(kind, seed);
        double full = trial.Accumulate(Truncation.None);
        for (int length = 1; length <= trial.Steps + 1; length++)
        {
            for (int stride = 1; stride <= length; stride++)
            {
                double loss = trial.Accumulate(Truncation.Window(length, stride));
                if (Numbers.Differ($"loss under window {length} {stride}", [full], [loss], 1e-13) is string broken)
                    return broken;
            }
        }

        return null;
    });

    [Theory]
    [InlineData(CellKind.Elman)]
    [InlineData(CellKind.Lstm)]
    [InlineData(CellKind.Gru)]
    public void The_mean_is_over_the_targets_of_the_whole_update(CellKind kind) => Check.Seeds(seed =>
    {
        // Seven steps in chunks of three: a mean of means would weigh the last step three times.
        CellTrial trial = CellTrial.Make(kind, seed, steps: 7, batch: 2);
        foreach (Truncation policy in (Truncation[])[Truncation.None, Truncation.Chunks(3), Truncation.Window(3), Truncation.Window(4, 3)])
        {
            double sum = trial.Accumulate(policy);
            double[] expected = [.. trial.Gradients.Select(one => one / 14)];
            double mean = trial.Accumulate(policy, LossReduction.Mean);
            if ((Numbers.Differ("loss", [sum / 14], [mean], 1e-14) ?? Numbers.Differ("gradient", expected, trial.Gradients, 1e-14)) is string broken)
                return $"{policy}: {broken}";
        }

        return null;
    });

    [Fact]
    public void Gradients_add_up_over_sequences_until_they_are_cleared()
    {
        CellTrial<HiddenState<double>> trial = (CellTrial<HiddenState<double>>)CellTrial.Make(CellKind.Gru, 5, steps: 6);
        trial.Accumulate(Truncation.Window(3, 2));
        double[] twice = [.. trial.Gradients.Select(one => 2 * one)];
        using TruncatedBackprop<double, HiddenState<double>> trainer = new(Truncation.Window(3, 2), LossReduction.Sum);
        trainer.Accumulate(trial.Sequence);
        Assert.Null(Numbers.Differ("gradient", twice, trial.Gradients));
    }

    // Table of costs: chunks T; BPTT(h; h') about T h / h'; window k: kT - k(k - 1)/2 pairs, and the
    // boundary state moves on, unless the windows share their steps, which are then run once.
    [Theory]
    [InlineData("none", 20, 20, 0)]
    [InlineData("chunks 5", 20, 20, 0)]
    [InlineData("chunks 6", 20, 20, 0)]
    [InlineData("window 4 1 segments", 20, (4 * 20) - 6, 16)]
    [InlineData("window 1 1 segments", 20, 20, 0)]
    [InlineData("window 20 1 segments", 20, 210, 0)]
    [InlineData("window 4", 20, 20, 0)]
    [InlineData("window 1", 20, 20, 0)]
    [InlineData("window 20", 20, 20, 0)]
    [InlineData("window 6 3", 18, 3 + (5 * 6), 12)]
    [InlineData("window 6 3 banded", 18, 18, 0)]
    [InlineData("window 6 4", 20, 4 + (4 * 6), 14)]
    public void The_number_of_steps_run_is_the_theory_s(string policy, int steps, int recorded, int advanced)
    {
        CellTrial trial = CellTrial.Make(CellKind.Elman, 3, steps);
        trial.Accumulate(Policies.Parse(policy));
        Assert.Equal((recorded, advanced), trial.StepsRun());
    }

    private static string? Same(CellTrial trial, double[] expected, Truncation policy, double? loss = null)
    {
        double actual = trial.Accumulate(policy);
        string? broken = loss is double value ? Numbers.Differ("loss", [value], [actual]) : null;
        broken ??= Numbers.Differ("gradient", expected, trial.Gradients, 1e-10);
        return broken is null ? null : $"{policy} over {trial.Steps} steps: {broken}";
    }
}

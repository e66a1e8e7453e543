using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Bptt;

public sealed class RandomTruncationTests
{
    // Every way to cut four steps is found among the seeds; weighted by its probability their gradients are the whole one.
    [Theory]
    [InlineData(CellKind.Elman, 2, null)]
    [InlineData(CellKind.Lstm, 3, null)]
    [InlineData(CellKind.Gru, 1.5, null)]
    [InlineData(CellKind.Elman, 1.5, 3.0)]
    [InlineData(CellKind.Lstm, 2, 4.0)]
    [InlineData(CellKind.Gru, 3, 1.5)]
    public void The_mean_over_all_ways_to_cut_is_the_whole_gradient(CellKind kind, double meanLength, double? tail)
    {
        CellTrial trial = CellTrial.Make(kind, 21, steps: 5);
        if (kind == CellKind.Lstm)
            CheckMean((CellTrial<LstmState<double>>)trial, meanLength, tail);
        else
            CheckMean((CellTrial<HiddenState<double>>)trial, meanLength, tail);
    }

    [Theory]
    [InlineData(6, null)]
    [InlineData(6, 4.0)]
    public void Stretches_are_as_long_on_average_as_asked(double meanLength, double? tail)
    {
        const int Steps = 30_000;
        LinearCell cell = new(0.5);
        CutWatcher<HiddenState<double>> watcher = new(new LastState<HiddenState<double>>(cell, Steps));
        using TruncatedBackprop<double, HiddenState<double>> trainer = new(Truncation.Random(meanLength, 11, tail), LossReduction.Sum);
        CarriedState<double, HiddenState<double>> carried = new();
        carried.Load([(new Shape(1, 1), [1.0])]);
        trainer.Accumulate(watcher, carried);

        // Four standard deviations of a mean of 5,000 lengths, whose own is about their mean.
        double mean = (double)Steps / watcher.Cuts.Count;
        Assert.InRange(mean, meanLength * 0.93, meanLength * 1.07);
        Assert.Equal((ulong)(Steps - 1), trainer.Draws);
    }

    [Fact]
    public void A_run_that_resumes_cuts_as_the_one_that_was_not_interrupted()
    {
        CellTrial<HiddenState<double>> trial = (CellTrial<HiddenState<double>>)CellTrial.Make(CellKind.Gru, 3, steps: 8);
        using TruncatedBackprop<double, HiddenState<double>> whole = Trainer(3), first = Trainer(3), second = Trainer(3), other = Trainer(4);
        CarriedState<double, HiddenState<double>> carriedWhole = new(), carried = new(), restored = new();
        whole.Accumulate(trial.Sequence, carriedWhole);
        trial.Parameters.ClearGradients();
        whole.Accumulate(trial.Sequence, carriedWhole);
        double[] expected = trial.Gradients;

        first.Accumulate(trial.Sequence, carried);
        second.Draws = first.Draws;
        restored.Load([.. carried.Parts().Select(part => (part.Shape, part.Values.ToArray()))]);
        trial.Parameters.ClearGradients();
        second.Accumulate(trial.Sequence, restored);
        Assert.Equal(expected, trial.Gradients);
        trial.Parameters.ClearGradients();
        other.Draws = first.Draws;
        other.Accumulate(trial.Sequence, carried);
        Assert.NotEqual(expected, trial.Gradients);

        static TruncatedBackprop<double, HiddenState<double>> Trainer(ulong seed) => new(Truncation.Random(3, seed), LossReduction.Sum);
    }

    // Updates at the cuts, by hand: slopes by forward sensitivities, which a state that is not cut lets on multiplied by 1 / (1 - c).
    [Theory]
    [InlineData(WeightUpdate.Recompute)]
    [InlineData(WeightUpdate.Stale)]
    [InlineData(WeightUpdate.Defer)]
    public void Updates_are_made_at_the_cuts(WeightUpdate update)
    {
        const double Rate = 0.3, Cut = 0.25;
        ScalarSequence sequence = new(20, seed: 4);
        double w = sequence.W, h = 0, slope = 0, gradient = 0, sum = 0;
        CutWatcher<HiddenState<double>> watcher = new(sequence);
        using TruncatedBackprop<double, HiddenState<double>> trainer = new(Truncation.Random(1 / Cut, 2), LossReduction.Sum);
        double loss = trainer.Train(watcher, new Sgd<double>([sequence.Weight], Rate), update);
        Assert.InRange(watcher.Cuts.Count, 2, 12);
        for (int t = 0; t < 20; t++)
        {
            bool isCut = t == 0 || watcher.Cuts.Contains(t);
            if (isCut && update != WeightUpdate.Defer)
                (w, gradient) = (w - (Rate * gradient), 0);
            slope = isCut ? 0 : slope / (1 - Cut);
            double next = Math.Tanh((w * h) + sequence.X[t]);
            slope = (1 - (next * next)) * (h + (w * slope));
            h = next;
            sum += Math.Pow(h - sequence.Y[t], 2);
            gradient += 2 * (h - sequence.Y[t]) * slope;
        }

        Assert.Null(Numbers.Differ("weight and loss", [w - (Rate * gradient), sum], [sequence.W, loss], 1e-13));
    }

    // Momentum and decay would move the weights where nothing has been learnt, and a run that stops would count it.
    [Fact]
    public void A_stretch_without_a_loss_is_no_update()
    {
        ScalarSequence sequence = new(30, seed: 1) { Counts = step => step is 9 or 29 };
        Sgd<double> whole = new([sequence.Weight], 0.1, momentum: 0.9, weightDecay: 0.1);
        using TruncatedBackprop<double, HiddenState<double>> trainer = new(Truncation.Random(3, 1), LossReduction.Sum);
        double loss = trainer.Train(sequence, whole, WeightUpdate.Recompute);
        Assert.Equal(2, whole.StepCount);
        ScalarSequence same = new(30, seed: 1) { Counts = sequence.Counts };
        Sgd<double> divided = new([same.Weight], 0.1, momentum: 0.9, weightDecay: 0.1);
        SequenceProgress<double, HiddenState<double>> progress = new();
        double sum = 0;
        for (int call = 0; progress.Step < 30; call++)
        {
            Assert.InRange(call, 0, 2);
            using TruncatedBackprop<double, HiddenState<double>> next = new(Truncation.Random(3, 1), LossReduction.Sum);
            sum += next.TrainFrom(same, divided, WeightUpdate.Recompute, progress, updates: 1);
        }

        Assert.Equal((sequence.W, 2, trainer.Draws), (same.W, divided.StepCount, progress.Draws));
        Assert.Equal(loss, sum, 1e-14);
    }

    [Fact]
    public void Numbers_that_cannot_be_are_refused()
    {
        Refusal.Of(() => Truncation.Random(1, 0), "Truncation.Random", "a mean of 1 steps", "above 1", "Window(1)");
        Refusal.Of(() => Truncation.Random(double.NaN, 0), "NaN");
        Refusal.Of(() => Truncation.Random(double.PositiveInfinity, 0), "finite");
        Refusal.Of(() => Truncation.Random(5, 0, 1), "a tail of 1", "above 1");
        Refusal.Of(() => Truncation.Random(5, 0, double.NaN), "NaN");
        Refusal.Of(() => { _ = Truncation.Random(5, 0).Segments(9).Count; }, "Truncation.Segments", "Random(5, seed 0)", "fixed cuts");
        ScalarSequence pooled = new(6, seed: 1) { Counts = step => step == 5, Reads = _ => 0 };
        using TruncatedBackprop<double, HiddenState<double>> trainer = new(Truncation.Random(3, 1), LossReduction.Sum);
        trainer.Draws = 7;
        Refusal.Of(() => trainer.Accumulate(pooled), "needs steps outside its window", "from step 0", "Random(3, seed 1)");
        Assert.Equal(7UL, trainer.Draws);
    }

    [Fact]
    public void A_policy_is_a_value_with_a_name()
    {
        Assert.Equal(Truncation.Random(5, 1), Truncation.Random(5, 1));
        Assert.NotEqual(Truncation.Random(5, 1), Truncation.Random(5, 2));
        Assert.NotEqual(Truncation.Random(5, 1), Truncation.Random(5, 1, 3));
        Assert.Equal("Random(5, seed 1, tail 3.5)", Truncation.Random(5, 1, 3.5).ToString());
        Assert.Equal(
            (5.0, 7UL, (int?)null, (int?)null),
            (Truncation.Random(5, 7).MeanLength, Truncation.Random(5, 7).Seed, Truncation.Random(5, 7).Length, Truncation.Random(5, 7).Stride));
        Assert.Null(Truncation.Chunks(3).MeanLength);
    }

    private static void CheckMean<TState>(CellTrial<TState> trial, double meanLength, double? tail)
        where TState : struct, IState<TState, double>
    {
        trial.Count(step => step != 2);
        double loss = trial.Accumulate(Truncation.None);
        double[] whole = trial.Gradients, mean = new double[whole.Length];
        HashSet<string> seen = [];
        for (ulong seed = 0; seen.Count < 1 << (trial.Steps - 1); seed++)
        {
            CutWatcher<TState> watcher = new(trial.Sequence);
            trial.Parameters.ClearGradients();
            using TruncatedBackprop<double, TState> trainer = new(Truncation.Random(meanLength, seed, tail), LossReduction.Sum);
            Assert.Null(Numbers.Differ("loss", [loss], [trainer.Accumulate(watcher)], 1e-13));
            if (!seen.Add(string.Join(' ', watcher.Cuts)))
                continue;
            double probability = Probability([.. watcher.Cuts], trial.Steps, meanLength, tail);
            double[] one = trial.Gradients;
            for (int i = 0; i < mean.Length; i++)
                mean[i] += probability * one[i];
        }

        Assert.Null(Numbers.Differ("mean gradient", whole, mean, 1e-12));
    }

    private static double Probability(HashSet<int> cuts, int steps, double meanLength, double? tail)
    {
        double probability = 1;
        for (int step = 1, last = 0; step < steps; step++)
        {
            double cut = tail is double a ? a / (((a - 1) * meanLength) + (step - last)) : 1 / meanLength;
            probability *= cuts.Contains(step) ? cut : 1 - cut;
            last = cuts.Contains(step) ? step : last;
        }

        return probability;
    }
}

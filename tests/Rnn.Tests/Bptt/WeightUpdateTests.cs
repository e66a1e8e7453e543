using System;
using System.Linq;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;
using State = AutoDiff.Rnn.HiddenState<double>;

namespace AutoDiff.Tests.Rnn.Bptt;

// Each way to update against its definition in plain loops, with slopes by forward sensitivities: ds[t]/dw = (1 - h²)(h[t-1] + w ds[t-1]/dw).
public sealed class WeightUpdateTests
{
    private const double Rate = 0.3;

    [Theory]
    [InlineData("chunks 3", LossReduction.Sum)]
    [InlineData("chunks 3", LossReduction.Mean)]
    [InlineData("window 1", LossReduction.Sum)]
    [InlineData("window 4", LossReduction.Sum)]
    [InlineData("window 4 2", LossReduction.Mean)]
    [InlineData("window 5 2", LossReduction.Sum)]
    [InlineData("window 7 3", LossReduction.Mean)]
    [InlineData("window 20 2", LossReduction.Sum)]
    [InlineData("none", LossReduction.Mean)]
    public void Updates_inside_a_sequence_are_their_definition(string policy, LossReduction reduction)
    {
        Truncation truncation = Policies.Parse(policy);
        foreach (int steps in (int[])[1, 6, 11])
        {
            foreach (WeightUpdate update in (WeightUpdate[])[WeightUpdate.Recompute, WeightUpdate.Stale])
            {
                ScalarSequence sequence = new(steps, seed: 4);
                (double weight, double loss, double last) = ByHand(sequence, truncation, reduction, update == WeightUpdate.Stale);
                using TruncatedBackprop<double, State> trainer = new(truncation, reduction);
                CarriedState<double, State> carried = new();
                double actual = trainer.Train(sequence, new Sgd<double>([sequence.Weight], Rate), update, carried);
                Assert.Null(Numbers.Differ($"{truncation} {update} {steps}", [weight, loss, last], [sequence.W, actual, carried.Parts().Single().Values.Span[0]], 1e-13));
            }
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("chunks 3")]
    [InlineData("window 4")]
    [InlineData("window 5 2")]
    public void Deferred_is_one_step_with_the_gradient_of_fixed_weights(string policy)
    {
        ScalarSequence fixedWeights = new(11, seed: 5), trained = new(11, seed: 5);
        using TruncatedBackprop<double, State> trainer = new(Policies.Parse(policy), LossReduction.Mean);
        double loss = trainer.Accumulate(fixedWeights);
        trained.Weight.Write();
        using (Tape<double> tape = new())
            tape.Backward(tape.Use(trained.Weight) * 9);
        Assert.Equal(loss, trainer.Train(trained, new Sgd<double>([trained.Weight], Rate), WeightUpdate.Defer));
        Assert.Equal(fixedWeights.W - (Rate * fixedWeights.Weight.Gradient[0]), trained.W, 15);
    }

    // With one stride, or a rate of 0, it does not matter when weights are updated.
    [Fact]
    public void All_ways_are_one_where_nothing_lies_between_updates()
    {
        double[] weights = [.. Enum.GetValues<WeightUpdate>().Select(update =>
        {
            ScalarSequence sequence = new(6, seed: 6);
            using TruncatedBackprop<double, State> trainer = new(Truncation.Window(6, 6), LossReduction.Mean);
            trainer.Train(sequence, new Sgd<double>([sequence.Weight], Rate), update);
            return sequence.W;
        })];
        Assert.All(weights, weight => Assert.Equal(weights[0], weight));
    }

    [Fact]
    public void The_three_meanings_differ_where_windows_overlap()
    {
        double[] weights = [.. Enum.GetValues<WeightUpdate>().Select(update =>
        {
            ScalarSequence sequence = new(9, seed: 7);
            using TruncatedBackprop<double, State> trainer = new(Truncation.Window(4, 2), LossReduction.Sum);
            trainer.Train(sequence, new Sgd<double>([sequence.Weight], Rate), update);
            return sequence.W;
        })];
        Assert.Equal(3, weights.Distinct().Count());
    }

    // A learned start is used once, and gets the gradient of every window that begins there.
    [Theory]
    [InlineData(WeightUpdate.Recompute)]
    [InlineData(WeightUpdate.Stale)]
    public void A_learned_start_gets_its_gradient(WeightUpdate update)
    {
        ScalarSequence sequence = new(7, seed: 9) { Start = new Parameter<double>("start", Shape.Scalar, [0.4]) };
        using TruncatedBackprop<double, State> trainer = new(Truncation.Window(9, 2), LossReduction.Sum), whole = new(Truncation.None, LossReduction.Sum);

        // With a rate of 0 the last update's gradient is left, that of the last step's loss.
        trainer.Train(sequence, new Sgd<double>([sequence.Weight, sequence.Start], 0), update);
        double[] gradients = [sequence.Weight.Gradient[0], sequence.Start.Gradient[0]];
        sequence.Counts = step => step == 6;
        sequence.Weight.ClearGradient();
        sequence.Start.ClearGradient();
        whole.Accumulate(sequence);
        Assert.Null(Numbers.Differ("gradients", [sequence.Weight.Gradient[0], sequence.Start.Gradient[0]], gradients, 1e-13));
        Assert.NotEqual(0, gradients[1]);
    }

    // Clipping is of the whole window's sum: the limit holds for the update, not for its parts.
    [Fact]
    public void The_limit_is_of_the_whole_update()
    {
        ScalarSequence free = new(8, seed: 8, w: 2), limited = new(8, seed: 8, w: 2);
        using TruncatedBackprop<double, State> trainer = new(Truncation.Window(3), LossReduction.Sum);
        trainer.Accumulate(free);
        double norm = Math.Abs(free.Weight.Gradient[0]), start = limited.W;
        trainer.Train(limited, new Sgd<double>([limited.Weight], 1), WeightUpdate.Defer, maxNorm: norm / 4);
        Assert.Equal(norm / 4, Math.Abs(limited.W - start), 14);
        Assert.Equal(0, trainer.SkippedUpdates);
    }

    [Fact]
    public void An_update_that_is_not_finite_is_left_out_and_counted()
    {
        ScalarSequence sequence = new(8, seed: 8);
        sequence.Y[3] = double.NaN;
        using TruncatedBackprop<double, State> trainer = new(Truncation.Chunks(2), LossReduction.Sum);
        trainer.Train(sequence, new Sgd<double>([sequence.Weight], Rate), WeightUpdate.Recompute, maxNorm: 1);
        Assert.Equal(1, trainer.SkippedUpdates);
        Assert.True(double.IsFinite(sequence.W));
        Assert.NotEqual(0.7, sequence.W);
    }

    [Fact]
    public void What_is_no_update_or_no_limit_is_refused_and_nothing_changes()
    {
        ScalarSequence sequence = new(8, seed: 8);
        Sgd<double> optimizer = new([sequence.Weight], Rate);
        using TruncatedBackprop<double, State> trainer = new(Truncation.Window(3), LossReduction.Sum);
        Refusal.Of(() => trainer.Train(sequence, optimizer, (WeightUpdate)7), "TruncatedBackprop.Train", "7", "Defer, Recompute, Stale");
        Refusal.Of(() => trainer.Train(sequence, optimizer, WeightUpdate.Defer, maxNorm: -1), "TruncatedBackprop.Train", "-1", "infinity");
        Refusal.Of(() => trainer.Train(sequence, optimizer, WeightUpdate.Defer, maxNorm: double.NaN), "NaN");
        Assert.Equal(0.7, sequence.W);
        Assert.Equal(0, optimizer.StepCount);
    }

    // The weight, the loss and the last state after one sequence.
    private static (double Weight, double Loss, double Last) ByHand(ScalarSequence sequence, Truncation truncation, LossReduction reduction, bool stale)
    {
        int steps = sequence.Steps, length = truncation.Length ?? steps, stride = truncation.Stride ?? steps;
        double w = sequence.W, sum = 0;
        double[] state = new double[steps + 1], used = new double[steps];
        for (int done = 0; done < steps; done += stride)
        {
            int start = Math.Max(0, done + stride - length), end = Math.Min(done + stride, steps);
            double slope = 0, gradient = 0;
            for (int t = start; t < end; t++)
            {
                used[t] = stale && t < done ? used[t] : w;
                state[t + 1] = Math.Tanh((used[t] * state[t]) + sequence.X[t]);
                slope = (1 - (state[t + 1] * state[t + 1])) * (state[t] + (used[t] * slope));
                if (t < done)
                    continue;
                sum += Math.Pow(state[t + 1] - sequence.Y[t], 2);
                gradient += 2 * (state[t + 1] - sequence.Y[t]) * slope;
            }

            w -= Rate * gradient / (reduction == LossReduction.Mean ? end - done : 1);
        }

        return (w, reduction == LossReduction.Mean ? sum / steps : sum, state[steps]);
    }
}

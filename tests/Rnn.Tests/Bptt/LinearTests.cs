using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using AutoDiff.Tests.Rnn.Support;
using Xunit;

namespace AutoDiff.Tests.Rnn.Bptt;

// x_t = w · x_{t-1} with x_0 = 0.9 and w = 0.2: the case on which a recipe that is often copied goes wrong.
public sealed class LinearTests
{
    private const double Start = 0.9, W = 0.2;

    [Fact]
    public void A_window_s_derivative_is_its_steps_times_the_power()
    {
        for (int steps = 1; steps <= 6; steps++)
        {
            for (int window = 1; window <= steps + 2; window++)
                Assert.Equal(Math.Min(window, steps) * Math.Pow(W, steps - 1) * Start, Derivative(steps, Truncation.Window(window)), 15);
        }
    }

    [Theory]
    [InlineData(1, 0.9)]
    [InlineData(2, 0.36)]
    [InlineData(3, 0.108)]
    public void The_whole_derivative_is_the_known_one(int steps, double expected)
    {
        Assert.Equal(expected, Derivative(steps, Truncation.None), 15);
        Assert.Equal(expected, Derivative(steps, Truncation.Window(3)), 15);
    }

    // The recipe detaches every state, keeps the pairs and hands gradients on by hand, without clearing those of the steps before: what
    // loss 2 left at state 1 is counted again for loss 3.
    [Fact]
    public void The_recipe_that_keeps_old_state_gradients_is_wrong_and_we_are_not()
    {
        double[] x = [Start, W * Start, W * W * Start];
        double[] stateBar = new double[3];
        double last = 0;
        for (int t = 1; t <= 3; t++)
        {
            last = x[t - 1];
            stateBar[t - 1] += W;
            for (int j = t - 1; j >= 1; j--)
            {
                last += stateBar[j] * x[j - 1];
                stateBar[j - 1] += stateBar[j] * W;
            }
        }

        Assert.Equal(0.288, last, 15);
        Assert.Equal(0.108, Derivative(3, Truncation.Window(3)), 15);
    }

    private static double Derivative(int steps, Truncation policy)
    {
        LinearCell cell = new(W);
        CarriedState<double, HiddenState<double>> carried = new();
        carried.Load([(new Shape(1, 1), [Start])]);
        using TruncatedBackprop<double, HiddenState<double>> trainer = new(policy, LossReduction.Sum);
        double loss = trainer.Accumulate(new LastState<HiddenState<double>>(cell, steps), carried);
        Assert.Equal(Math.Pow(W, steps) * Start, loss, 15);
        return cell.Weight.Gradient[0];
    }
}

using System;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Examples.FixedPoint;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class FixedPointTests
{
    [Fact]
    public void Slopes_of_solutions_are_the_formula_s()
    {
        KeplerResult atRest = Kepler.ByFixedPoint(), few = Kepler.Unrolled(10), many = Kepler.Unrolled(320);
        Assert.InRange(atRest.SlopeError, 0, 1e-13);
        Assert.InRange(many.SlopeError, 0, 1e-13);
        Assert.InRange(few.SlopeError, 1e-2, 1);
        Assert.True(atRest.Nodes < few.Nodes && few.Nodes < many.Nodes);
        Assert.True(atRest.Kilobytes < many.Kilobytes);
    }

    [Theory]
    [InlineData(0.1, 0.2)]
    [InlineData(1, 0.5)]
    [InlineData(2.5, 0.8)]
    public void Second_derivatives_are_the_formula_s(double time, double eccentricity)
    {
        (double first, double firstFormula, double second, double secondFormula) = Kepler.Derivatives(time, eccentricity);
        Assert.Equal(firstFormula, first, 1e-12);
        Assert.Equal(secondFormula, second, 1e-11);
    }

    [Fact]
    public void A_layer_at_rest_has_the_gradient_of_many_iterations()
    {
        EquilibriumTraining training = new(3, 4, 1);
        double[] exact = training.Gradient().Gradient, unrolled = training.Gradient(400).Gradient, differs = training.Gradient(3).Gradient;
        Assert.All(exact.Zip(unrolled), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.Contains(exact.Zip(differs), pair => Math.Abs(pair.First - pair.Second) > 1e-4);
        GradientCheck.Of(tape => training.Loss(tape)).AgainstFiniteDifferences().AgainstForwardMode().Assert();
    }

    [Fact]
    public void A_layer_at_rest_can_be_trained()
    {
        double[] losses = [.. new EquilibriumTraining(5, 6, 1).Train(150)];
        Assert.InRange(losses[^1], 0, losses[0] / 5);
    }

    [Fact]
    public void The_penalty_s_slope_is_that_through_the_solver_and_of_differences()
    {
        Ridge ridge = new(1);
        foreach (double log in new[] { -5.0, -1, 0.5, 2 })
        {
            (double loss, double slope, double curvature) = ridge.Validate(log);
            (double sameLoss, double sameSlope) = ridge.ThroughSolver(log);
            Assert.Equal(sameLoss, loss, 1e-12);
            Assert.Equal(sameSlope, slope, 1e-10);
            Assert.Equal((ridge.ThroughSolver(log + 1e-5).Slope - ridge.ThroughSolver(log - 1e-5).Slope) / 2e-5, curvature, 1e-7);
        }
    }

    [Theory]
    [InlineData(-6)]
    [InlineData(2)]
    public void Tuning_ends_at_the_best_penalty(double from)
    {
        Ridge ridge = new(1);
        (double log, double loss, double slope) = ridge.Tune(from).Last();
        Assert.Equal(0, slope, 1e-9);
        Assert.All(new[] { -0.1, 0.1 }, move => Assert.True(ridge.ThroughSolver(log + move).Loss > loss));
    }

    [Fact]
    public void The_program_shows_all_three() =>
        Said.By(Program.Run, "--side", "3", "--hidden", "3", "--steps", "4").Shows("Implicit.FixedPoint", "160 iterations", "slope by ArgMin");

    [Theory]
    [InlineData("--side 1", "--side: 1 is out of range; need 2 to 100.")]
    [InlineData("--hidden 0", "--hidden: 0 is out of range")]
    [InlineData("--json x", "'--json'")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Said.By(Program.Run, words.Split(' ')).Refuses(expected);
}

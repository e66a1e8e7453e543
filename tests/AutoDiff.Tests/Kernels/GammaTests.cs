using System;
using AutoDiff.Kernels;
using Xunit;

namespace AutoDiff.Tests.Kernels;

// Where the terms of the reflections leave the range of a double, but what they add up to does not.
public class GammaTests
{
    // Next to 0, gamma is 1 / x.
    [Theory]
    [InlineData(-double.Epsilon)]
    [InlineData(-5e-320)]
    [InlineData(-1e-308)]
    [InlineData(-1e-18)]
    public void Next_to_zero_only_the_pole_is_seen(double x)
    {
        Near(-Math.Log(-x), Gamma.Log(x));
        Near(-1 / x, Gamma.Polygamma(0, x));
        Near(1 / x / x, Gamma.Polygamma(1, x));
        Near(double.PositiveInfinity, Gamma.Polygamma(50, x));
        Near(double.PositiveInfinity, Gamma.Polygamma(169, x));
    }

    // Even orders are symmetric about the halves (DLMF 5.15.6), where the cotangent vanishes.
    [Theory]
    [InlineData(50, -0.5)]
    [InlineData(140, -0.5)]
    [InlineData(142, -1.5)]
    [InlineData(170, -7.5)]
    public void High_even_orders_are_symmetric_about_the_halves(int order, double x)
    {
        double mirrored = Gamma.Polygamma(order, 1 - x);
        Assert.True(double.IsFinite(mirrored));
        Near(mirrored, Gamma.Polygamma(order, x));
    }

    // Half way between two poles, those are all that is seen.
    [Theory]
    [InlineData(99)]
    [InlineData(141)]
    public void High_odd_orders_see_the_poles_on_both_sides(int order)
    {
        double factorial = 1;
        for (int i = 2; i <= order; i++)
            factorial *= i;
        Near(2 * factorial * Math.Pow(2, order + 1), Gamma.Polygamma(order, -1.5));
    }

    private static void Near(double expected, double actual) =>
        Assert.True(expected == actual || Math.Abs(actual - expected) <= 1e-13 * Math.Abs(expected), $"{actual} is not {expected}");
}

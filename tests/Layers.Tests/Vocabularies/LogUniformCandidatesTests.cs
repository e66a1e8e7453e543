using System;
using System.Linq;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class LogUniformCandidatesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(30, 1)]
    [InlineData(30, 7)]
    [InlineData(30, 29)]
    [InlineData(30, 30)]
    [InlineData(1000, 64)]
    public void Each_class_is_drawn_as_often_as_said(int classes, int count)
    {
        LogUniformCandidates sampler = new(classes, count);
        double[] drawn = new double[classes];
        foreach ((double part, int[] candidates) in Draws.All(sampler))
        {
            Assert.Equal(candidates.Distinct().Order(), candidates);
            Assert.All(candidates, one => Assert.InRange(one, 0, classes - 1));
            foreach (int one in candidates)
                drawn[one] += part;
        }

        for (int i = 0; i < classes; i++)
            Assert.Equal(sampler.Inclusion(i), drawn[i], 1e-10);
        Assert.Equal(count, Enumerable.Range(0, classes).Sum(sampler.Inclusion), 1e-10);
    }

    // In proportion to log((i + 2) / (i + 1)) beyond the certain ones, and as few certain ones as can be.
    [Fact]
    public void Classes_are_drawn_in_proportion_to_the_distribution()
    {
        LogUniformCandidates sampler = new(100_000, 1_000);
        Assert.InRange(sampler.Certain, 1, 999);
        Assert.Equal(1, sampler.Inclusion(sampler.Certain - 1));
        double factor = sampler.Inclusion(99_999) / Math.Log(100_001.0 / 100_000);
        foreach (int i in (int[])[sampler.Certain, 500, 5_000, 50_000])
            Assert.Equal(factor * Math.Log((i + 2.0) / (i + 1)), sampler.Inclusion(i), 1e-10);
        Assert.True(sampler.Inclusion(sampler.Certain) <= 1);
        Assert.True(factor * Math.Log((sampler.Certain + 1.0) / sampler.Certain) > 1 - 1e-2);
    }

    [Fact]
    public void A_key_draws_the_same_again()
    {
        LogUniformCandidates sampler = new(1_000, 50);
        int[] first = new int[50], again = new int[50], other = new int[50];
        sampler.Draw(new RandomKey(7, 3), first);
        sampler.Draw(new RandomKey(7, 3), again);
        sampler.Draw(new RandomKey(7, 4), other);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    // Over many keys too: a count of independent draws, within five of its deviations.
    [Fact]
    public void Keys_draw_uniformly()
    {
        const int Keys = 4_000;
        LogUniformCandidates sampler = new(40, 8);
        int[] candidates = new int[8], counts = new int[40];
        for (ulong key = 0; key < Keys; key++)
        {
            sampler.Draw(new RandomKey(1, key), candidates);
            foreach (int one in candidates)
                counts[one]++;
        }

        for (int i = 0; i < 40; i++)
        {
            double q = sampler.Inclusion(i), deviation = Math.Sqrt(Keys * q * (1 - q));
            Assert.InRange(counts[i], (Keys * q) - (5 * deviation) - 1e-6, (Keys * q) + (5 * deviation) + 1e-6);
        }
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        RefusesToMake("LogUniformCandidates: 0 of 9 classes; need 1 or more, and not more than there are.", 0);
        RefusesToMake("LogUniformCandidates: 10 of 9 classes; need 1 or more, and not more than there are.", 10);
        LogUniformCandidates sampler = new(9, 4);
        Refuses("LogUniformCandidates: not a place: 1; need 0 or more and less than 1.", () => sampler.Draw(1, new int[4]));
        Refuses("LogUniformCandidates: not a place: NaN; need 0 or more and less than 1.", () => sampler.Draw(double.NaN, new int[4]));
        Refuses("LogUniformCandidates: room for 3 candidates; need room for 4, as many as are drawn.", () => sampler.Draw(default(RandomKey), new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Inclusion(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Inclusion(-1));
    }

    private static void RefusesToMake(string message, int count)
    {
        Func<object> make = () => new LogUniformCandidates(9, count);
        Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
    }

    private static void Refuses(string message, Action make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}

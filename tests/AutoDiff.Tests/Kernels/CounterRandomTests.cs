using System;
using System.Linq;
using AutoDiff.Kernels;
using Xunit;

namespace AutoDiff.Tests.Kernels;

public class CounterRandomTests
{
    // Known answers of Philox4x32-10 from the Random123 distribution that accompanies the paper.
    [Theory]
    [InlineData(0x0000000000000000, 0x0000000000000000, 0x0000000000000000, 0xe169c58d6627e8d5, 0x9b00dbd8bc57ac4c)]
    [InlineData(0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff, 0x41c83b0e408f276d, 0x6d5451fda20bc7c6)]
    [InlineData(0x299f31d0a4093822, 0x85a308d3243f6a88, 0x0370734413198a2e, 0x94fdccebd16cfe09, 0x24126ea15001e420)]
    public void Blocks_are_the_published_ones(ulong key, ulong counterLow, ulong counterHigh, ulong lower, ulong upper)
        => Assert.Equal(new UInt128(upper, lower), CounterRandom.Block(key, counterLow, counterHigh));

    [Fact]
    public void Words_filled_in_batches_are_the_blocks_words()
    {
        foreach (ulong start in new ulong[] { 0, 1, 3, 30, (1UL << 34) - 7, ulong.MaxValue - 200 })
        {
            for (int length = 0; length < 100; length += 7)
            {
                uint[] words = new uint[length];
                Philox.Fill(0x123456789abcdef0, 77, start, words);
                for (int i = 0; i < length; i++)
                {
                    ulong index = start + (ulong)i;
                    Assert.Equal((uint)(CounterRandom.Block(0x123456789abcdef0, index / 4, 77) >> (int)(32 * (index % 4))), words[i]);
                }
            }
        }
    }

    [Fact]
    public void Any_piece_of_a_stream_is_the_same_as_the_whole()
    {
        float[] whole = new float[1000], normal = new float[1000], mask = new float[1000];
        double[] doubles = new double[1000];
        CounterRandom.FillUniform<float>(1, 2, 0, whole);
        CounterRandom.FillUniform<double>(1, 2, 0, doubles);
        CounterRandom.FillNormal<float>(1, 2, 0, normal);
        CounterRandom.FillMask(1, 2, 0, 0.3, 2f, mask);
        foreach ((int start, int length) in new[] { (0, 0), (0, 1), (1, 1), (5, 300), (255, 2), (257, 743), (999, 1) })
        {
            float[] piece = new float[length];
            double[] doublePiece = new double[length];
            CounterRandom.FillUniform<float>(1, 2, (ulong)start, piece);
            Assert.Equal(whole[start..(start + length)], piece);
            CounterRandom.FillNormal<float>(1, 2, (ulong)start, piece);
            Assert.Equal(normal[start..(start + length)], piece);
            CounterRandom.FillMask(1, 2, (ulong)start, 0.3, 2f, piece);
            Assert.Equal(mask[start..(start + length)], piece);
            CounterRandom.FillUniform<double>(1, 2, (ulong)start, doublePiece);
            Assert.Equal(doubles[start..(start + length)], doublePiece);
        }
    }

    [Fact]
    public void Seeds_and_streams_differ()
    {
        Assert.NotEqual(CounterRandom.Bits(1, 0, 0), CounterRandom.Bits(2, 0, 0));
        Assert.NotEqual(CounterRandom.Bits(1, 0, 0), CounterRandom.Bits(1, 1, 0));
        Assert.NotEqual(CounterRandom.Bits(1, 0, 0), CounterRandom.Bits(1, 0, 1));
    }

    [Fact]
    public void Distributions_have_their_moments()
    {
        double[] uniform = new double[100_000], normal = new double[100_000];
        CounterRandom.FillUniform<double>(7, 0, 0, uniform);
        CounterRandom.FillNormal<double>(7, 0, 0, normal);
        Assert.All(uniform, u => Assert.InRange(u, 0, 0.9999999999999999));
        Assert.Equal(0.5, uniform.Average(), 0.005);
        Assert.Equal(1 / 12.0, uniform.Average(u => (u - 0.5) * (u - 0.5)), 0.002);
        Assert.Equal(0, normal.Average(), 0.01);
        Assert.Equal(1, normal.Average(z => z * z), 0.02);
        Assert.Equal(0, normal.Average(z => z * z * z), 0.06);
        Assert.Equal(3, normal.Average(z => z * z * z * z), 0.15);
        Assert.Equal(0.6827, normal.Count(z => Math.Abs(z) < 1) / 1e5, 0.01);
    }

    [Fact]
    public void A_mask_keeps_the_same_elements_in_every_type_and_the_given_share()
    {
        float[] single = new float[10_000];
        double[] precise = new double[10_000];
        CounterRandom.FillMask(3, 4, 5, 0.8, 1.25f, single);
        CounterRandom.FillMask(3, 4, 5, 0.8, 1.25, precise);
        Assert.Equal(precise, Array.ConvertAll(single, x => (double)x));
        Assert.All(precise, x => Assert.True(x is 0 or 1.25));
        Assert.Equal(0.8, precise.Count(x => x > 0) / 1e4, 0.02);
        CounterRandom.FillMask(3, 4, 5, 1, 1f, single);
        Assert.All(single, x => Assert.Equal(1, x));
        CounterRandom.FillMask(3, 4, 5, 0, 1f, single);
        Assert.All(single, x => Assert.Equal(0, x));
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.FillMask(3, 4, 5, 1.5, 1f, single));
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.FillMask(3, 4, 5, double.NaN, 1f, single));
    }

    [Fact]
    public void Bounded_numbers_stay_below_their_bound_and_reach_every_value()
    {
        bool[] seen = new bool[7];
        for (ulong i = 0; i < 200; i++)
            seen[CounterRandom.Below(9, 0, i, 7)] = true;
        Assert.DoesNotContain(false, seen);
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.Below(9, 0, 0, 0));
    }

    [Fact]
    public void Filling_allocates_nothing()
    {
        float[] y = new float[300];
        Assert.Equal(0, Allocated.Least(Work));

        void Work()
        {
            CounterRandom.FillUniform<float>(1, 1, 0, y);
            CounterRandom.FillNormal<float>(1, 1, 0, y);
            CounterRandom.FillMask(1, 1, 0, 0.5, 2f, y);
        }
    }
}

using System;
using System.Collections.Generic;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Rnn.Bptt;

public sealed class PolicyTests
{
    [Theory]
    [InlineData("none", 7, "0 0 7")]
    [InlineData("chunks 3", 7, "0 0 3|3 3 6|6 6 7")]
    [InlineData("chunks 9", 7, "0 0 7")]
    [InlineData("window 2", 4, "0 0 1|0 1 2|1 2 3|2 3 4")]
    [InlineData("window 4 2", 7, "0 0 2|0 2 4|2 4 6|4 6 7")]
    public void The_segments_are_these(string policy, int steps, string expected)
    {
        List<string> segments = [];
        foreach (Segment segment in Policies.Parse(policy).Segments(steps))
            segments.Add($"{segment.Start} {segment.FirstLoss} {segment.End}");
        Assert.Equal(expected, string.Join('|', segments));
    }

    [Fact]
    public void Every_loss_belongs_to_one_segment_and_sees_its_window()
    {
        for (int steps = 1; steps <= 12; steps++)
        {
            for (int length = 1; length <= steps + 2; length++)
            {
                for (int stride = 1; stride <= length; stride++)
                    CheckSegments(steps, length, stride);
            }
        }
    }

    [Fact]
    public void Numbers_near_the_largest_do_not_overflow()
    {
        Segments segments = Truncation.Window(int.MaxValue, int.MaxValue - 1).Segments(int.MaxValue);
        Assert.Equal(2, segments.Count);
        Assert.Equal(new Segment(0, 0, int.MaxValue - 1), segments[0]);
        Assert.Equal(new Segment(int.MaxValue - 3, int.MaxValue - 1, int.MaxValue).FirstLoss, segments[1].FirstLoss);
        Assert.Equal(int.MaxValue, segments[1].End);
    }

    [Fact]
    public void Policies_are_values()
    {
        Assert.Equal(Truncation.Chunks(5), Truncation.Window(5, 5));
        Assert.Equal(default, Truncation.None);
        Assert.NotEqual(Truncation.Window(5), Truncation.Window(5, 2));
        Assert.Equal("None", Truncation.None.ToString());
        Assert.Equal("Chunks(5)", Truncation.Chunks(5).ToString());
        Assert.Equal("Window(5, 1)", Truncation.Window(5).ToString());
        Assert.Null(Truncation.None.Length);
        Assert.Null(Truncation.None.Stride);
        Assert.Equal((5, 2), (Truncation.Window(5, 2).Length, Truncation.Window(5, 2).Stride));
    }

    private static void CheckSegments(int steps, int length, int stride)
    {
        int next = 0;
        foreach (Segment segment in Truncation.Window(length, stride).Segments(steps))
        {
            Assert.Equal(next, segment.FirstLoss);
            Assert.True(segment.End > segment.FirstLoss && segment.Start <= segment.FirstLoss && segment.Start >= 0);
            Assert.True(segment.Steps <= length);
            for (int t = segment.FirstLoss; t < segment.End; t++)
                Assert.InRange(t - segment.Start + 1, Math.Min(t + 1, length - stride + 1), length);
            next = segment.End;
        }

        Assert.Equal(steps, next);
    }
}

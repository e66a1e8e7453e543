using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Checking;
using AutoDiff.Examples.GradientPenalty;
using AutoDiff.Layers;
using Xunit;
using static AutoDiff.Ops;
using Record = AutoDiff.Examples.GradientPenalty.Record;

namespace AutoDiff.Tests.Examples;

public sealed class GradientPenaltyTests
{
    [Fact]
    public void The_penalty_s_gradient_agrees_with_differences_of_the_penalty()
    {
        Critic critic = new(5, new RandomStream(2));
        Points points = new Clouds(3).Draw(7);
        Assert.All(PenaltyCheck.Of(critic, points), row => Assert.InRange(row.Difference, 0, 1e-7 * Math.Max(row.Length, 1e-3)));
        GradientCheck.Of(tape => critic.Penalty(points.Variable(tape, points.Between))).AgainstFiniteDifferences().AgainstForwardMode().SecondOrder().Assert();
    }

    [Fact]
    public void Slopes_are_those_of_each_point()
    {
        Critic critic = new(4, new RandomStream(1));
        Points points = new Clouds(1).Draw(3);
        using Tape<double> tape = new();
        Variable<double> all = points.Variable(tape, points.Real);
        double[] lengths = critic.SlopeLengths(all).ToArray();
        for (int i = 0; i < 3; i++)
        {
            Variable<double> one = tape.Variable(all.Values.Slice(2 * i, 2), new Shape(1, 2));
            double[] slope = tape.Gradient(Sum(critic.Judge(one)), one).ToArray();
            Assert.Equal(Math.Sqrt((slope[0] * slope[0]) + (slope[1] * slope[1])), lengths[i], 1e-13);
        }
    }

    [Fact]
    public void Training_brings_the_slope_to_where_the_penalty_wants_it()
    {
        Record[] records = [.. new Trainer(10, hidden: 16, batch: 64, seed: 1).Train(300, 50)];
        Assert.InRange(records[^1].Penalty, 0, records[0].Penalty / 5);
        Assert.InRange(records[^1].Slope, 1.0, 1.2);

        // No critic can prove more than the distance; up to the points between those that were looked at.
        Assert.InRange(records[^1].Bound, 0.8 * Clouds.Distance, 1.02 * Clouds.Distance);
    }

    [Fact]
    public void Without_the_penalty_slopes_grow_without_bound() =>
        Assert.InRange(new Trainer(0, hidden: 16, batch: 64, seed: 1).Train(100, 100).Last().Steepest, 5, double.MaxValue);

    [Fact]
    public void The_program_prints_and_writes_the_same()
    {
        string file = Path.GetTempFileName();
        try
        {
            Said.By(Program.Run, "--steps", "6", "--hidden", "4", "--batch", "8", "--json", file).Shows("With the penalty:", "second.weight", "= 1.1.");
            JsonNode json = JsonNode.Parse(File.ReadAllText(file))!;
            Assert.Equal(7, json["with_penalty"]!.AsArray().Count);
            Assert.Equal(2.0, (double)json["distance"]!, 1e-12);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--penalty NaN", "--penalty: NaN is out of range; need 0.001 to 1000000.")]
    [InlineData("--batch 0", "--batch: 0 is out of range")]
    [InlineData("--json nowhere/run.json", "--json: nowhere/run.json cannot be written")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Said.By(Program.Run, words.Split(' ')).Refuses(expected);
}

using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Examples.InfluenceBalancing;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class InfluenceBalancingTests
{
    // By hand: the sums of binomial probabilities, as two independent programs gave them.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 10)]
    [InlineData(20, 16.48)]
    [InlineData(25, 14.20)]
    [InlineData(30, 9.87)]
    [InlineData(40, 0.57)]
    [InlineData(50, -4.75)]
    [InlineData(60, -5.90)]
    [InlineData(100, -6.00)]
    public void A_window_sees_this_influence(int window, double expected) => Assert.Equal(expected, Reach.OfWindow(window), 0.006);

    [Fact]
    public void Chunks_turn_around_between_109_and_110()
    {
        Assert.True(Reach.OfChunk(109) > 0);
        Assert.True(Reach.OfChunk(120) < 0);
        Assert.Equal(11.18, Reach.OfChunk(30), 0.006);
        Assert.Equal(0.58, Reach.OfChunk(100), 0.006);
    }

    // At rest the gradient that a window gives is (s_1 - 1) times the influence that it sees.
    [Fact]
    public void The_gradient_at_rest_is_the_influence_times_the_error()
    {
        foreach (int window in (int[])[1, 7, 25, 41])
            Assert.Equal(Reach.OfWindow(window), Influence(Truncation.Window(window)), 1e-6);
        Assert.Equal(-6, Influence(Truncation.Rtrl), 1e-6);
    }

    [Fact]
    public void Policies_lead_where_the_influence_they_see_says()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using StringWriter output = new(), error = new();
            const string Policies = "window:10,chunks:200,rtrl,window:4:2,none,random:50,snap1,uoro";
            string[] args = ["--steps", "2000", "--learning-rate", "1e-4", "--policies", Policies, "--json", path, "--picture", path + ".svg"];
            Assert.Equal(0, Program.Run(args, output, error));
            double[] thetas = [.. JsonNode.Parse(File.ReadAllText(path))!["runs"]!.AsArray().Select(run => (double?)run!["theta"] ?? double.PositiveInfinity)];
            Assert.True(thetas[0] > Network.Start);
            Assert.True(thetas[1] < Network.Start);
            Assert.Equal(Network.Best, thetas[2], 0.05);
            Assert.Contains("diverged at step", output.ToString(), StringComparison.Ordinal);
            Assert.StartsWith("<svg", File.ReadAllText(path + ".svg"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
            File.Delete(path + ".svg");
        }
    }

    [Theory]
    [InlineData("window:0", "Truncation.Window: a window of 0 steps")]
    [InlineData("random:1", "Truncation.Random: a mean of 1 steps")]
    [InlineData("random:1.5", "\"random:1.5\" is no policy; need random:L, rtrl, snap1, uoro, none, chunks:K")]
    [InlineData("rtrl:2", "\"rtrl:2\" is no policy")]
    [InlineData("all", "\"all\" is no policy")]
    public void Other_policies_are_refused(string policy, string words)
    {
        using StringWriter error = new();
        Assert.Equal(1, Program.Run(["--policies", policy], TextWriter.Null, error));
        Assert.Contains("--policies: " + words, error.ToString(), StringComparison.Ordinal);
    }

    // The last loss's gradient, of a state that has come to rest with another theta's push.
    private static double Influence(Truncation policy)
    {
        const int Steps = 400;
        Network network = new(Steps);
        using TruncatedBackprop<double, HiddenState<double>> trainer = new(policy, AutoDiff.Layers.LossReduction.Sum);
        trainer.Accumulate(new LastOnly(network));
        using Tape<double> tape = new();
        network.Run(tape, network.InitialState(tape), new Segment(0, Steps, Steps), out HiddenState<double> rest);
        return network.Theta.Gradient[0] / (rest.Hidden.Values[0] - 1);
    }

    // The same network with a loss at the last step alone.
    private sealed class LastOnly(Network network) : ISequence<double, HiddenState<double>>
    {
        public int Steps => network.Steps;

        public HiddenState<double> InitialState(Tape<double> tape) => network.InitialState(tape);

        public int TargetCount(int from, int end) => from < Steps && end == Steps ? 1 : 0;

        public Variable<double> Run(Tape<double> tape, in HiddenState<double> state, Segment segment, out HiddenState<double> next) =>
            network.Run(tape, in state, segment with { FirstLoss = segment.End == Steps && segment.FirstLoss < Steps ? Steps - 1 : segment.End }, out next);
    }
}

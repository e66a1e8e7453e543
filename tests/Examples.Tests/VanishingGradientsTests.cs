using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AutoDiff.Examples.VanishingGradients;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class VanishingGradientsTests
{
    private static readonly Settings Small = new() { Steps = 40, Hidden = 16, Batch = 4, Updates = 30 };

    [Fact]
    public void Each_network_does_what_it_stands_for()
    {
        Look[] looks = [.. Networks.All(Small).Select(network => Look.At(network, Small))];
        Look Of(string name) => looks.Single(look => look.Name == name);
        Assert.All(Of("sigmoid").Report.Transitions, transition => Assert.InRange(transition.Norm, 0, 0.26));
        Assert.Equal(FlowCondition.Vanishing, Of("sigmoid").Report.Verdicts[0].Condition);
        Assert.Equal(FlowCondition.Vanishing, Of("tanh, weights x 0.7").Report.Verdicts[0].Condition);
        Assert.Equal(FlowCondition.Exploding, Of("relu, weights x 1.6").Report.Verdicts[0].Condition);

        // The identity lets gradients of units that are on through as they are; a greater forget bias remembers longer.
        Assert.Equal(1, Of("relu, identity").Report.Bias.DecayRate, 0.05);
        Assert.True(Of("LSTM, forget bias 0").Report.Bias.DecayRate < Of("LSTM, forget bias 1").Report.Bias.DecayRate);
        Assert.True(Of("LSTM, forget bias 1").Report.Bias.DecayRate < Of("LSTM, forget bias 4").Report.Bias.DecayRate);
        Assert.Empty(Of("LSTM, forget bias 4").Report.Verdicts);
    }

    [Fact]
    public void Clipping_holds_updates_to_their_limit()
    {
        ClippedTraining free = ClippedTraining.Run(Small, double.PositiveInfinity), clipped = ClippedTraining.Run(Small, 0.1);
        Assert.Equal(0, free.Clipped);
        Assert.InRange(clipped.Clipped, 0.5, 1);
        Assert.True(double.IsFinite(clipped.Loss));
        Assert.Equal(clipped, ClippedTraining.Run(Small, 0.1));
    }

    [Fact]
    public void The_program_prints_draws_and_writes_the_same()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string json = Path.Combine(folder, "flow.json"), svg = Path.Combine(folder, "flow.svg"), page = Path.Combine(folder, "flow.html");
            Said.By(Program.Run, "--quick", "--json", json, "--picture", svg).Shows("LSTM, forget bias 4", "GRU", "largest norm");
            Assert.Equal((11, 4), (JsonNode.Parse(File.ReadAllText(json))!["networks"]!.AsArray().Count, JsonNode.Parse(File.ReadAllText(json))!["clipping"]!.AsArray().Count));
            Assert.Equal(11, XDocument.Load(svg).Descendants().Count(element => element.Name.LocalName == "path"));
            Said.By(Program.Run, "--quick", "--updates", "0", "--picture", page).Shows("verdict");
            Assert.Equal(12, File.ReadAllText(page).Split("<svg ").Length - 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("--steps 1", "--steps: 1 is out of range; need 2 to 10000.")]
    [InlineData("--picture flow.png", "--picture: flow.png ends in neither .svg nor .html")]
    [InlineData("--picture nowhere/flow.svg", "--picture: nowhere/flow.svg cannot be written")]
    public void What_cannot_be_done_is_said_in_one_line(string words, string expected) => Said.By(Program.Run, words.Split(' ')).Refuses(expected);
}

using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AutoDiff.Examples.Sandwich;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class SandwichTests
{
    private static readonly int[] Steps = [0, 1, 2];

    [Fact]
    public void Gradients_have_the_seeds_shapes_and_are_those_by_hand()
    {
        Network network = new(1);
        Assert.Equal(["[10, 20]", "[20]", "[20, 5]", "[5, 5]", "[5]", "[5, 100]", "[100]"], network.Parameters.Select(parameter => $"{parameter.Shape}"));
        Demonstration demonstration = Run(interval: 3, updates: 0);
        Assert.InRange(demonstration.Difference, 0, 1e-12);
        Assert.All(Steps, t =>
        {
            Assert.Equal("[128, 100]", $"{demonstration.Adjoints.ShapeOf(AdjointKind.OfLoss, t)}");
            Assert.Equal("[128, 5]", $"{demonstration.Adjoints.ShapeOf(AdjointKind.FromLoss, t)}");
            Assert.Equal("[128, 20]", $"{demonstration.Adjoints.ShapeOf(AdjointKind.ToFirst, t)}");
        });
    }

    [Fact]
    public void One_adjoint_runs_back_and_takes_up_each_loss_on_its_way()
    {
        Adjoints adjoints = Run(interval: 6, updates: 0).Adjoints;
        Assert.Equal([5, 4, 3, 2, 1, 0], adjoints.Seen.Where(seen => seen.Kind == AdjointKind.Sum).Select(seen => seen.Step));
        Assert.Equal(0, adjoints.Norm(AdjointKind.FromNextStep, 5));
        for (int t = 0; t < 6; t++)
            Assert.InRange(adjoints.Discrepancy(t), 0, 1e-13);
    }

    [Fact]
    public void What_is_kept_grows_with_the_interval_and_the_loss_falls()
    {
        Demonstration demonstration = Run(interval: 3, updates: 60);
        (int Interval, int Results, long Bytes)[] memory = [.. demonstration.Memory];
        double perStep = (double)(memory[^1].Results - memory[0].Results) / (memory[^1].Interval - memory[0].Interval);
        Assert.All(memory, row => Assert.Equal(memory[0].Results + (perStep * (row.Interval - memory[0].Interval)), row.Results, 1e-6));
        Assert.True(memory[^1].Bytes > 2 * memory[1].Bytes);
        Assert.InRange(demonstration.Losses[^1], 0, 0.7 * demonstration.Losses[0]);
    }

    [Fact]
    public void The_program_shows_tables_and_writes_files()
    {
        string folder = Directory.CreateTempSubdirectory("sandwich-").FullName;
        try
        {
            string picture = Path.Combine(folder, "p.svg"), json = Path.Combine(folder, "n.json");
            Said.By(Program.Run, "--interval", "4", "--updates", "2", "--picture", picture, "--json", json)
                .Shows("10 -> 20 -> 5 (recurrent) -> 100, 4 steps", "[128, 100]", "from the next step", "2 updates");
            Pictures.Check(File.ReadAllText(picture), "from its own loss");
            Assert.Equal(4, JsonNode.Parse(File.ReadAllText(json))!["steps"]!.AsArray().Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Said.By(Program.Run, "--interval", "0").Refuses("--interval: 0 is out of range");
    }

    private static Demonstration Run(int interval, int updates)
    {
        Demonstration demonstration = new(new Sizes(interval), seed: 1, TextWriter.Null);
        demonstration.Run(updates);
        return demonstration;
    }
}

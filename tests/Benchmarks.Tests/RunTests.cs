using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using AutoDiff.Benchmarks;
using Xunit;

namespace AutoDiff.Tests.Benchmarks;

// The whole program, on small workloads.
public sealed class RunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ARunIsKeptForProgramsAndForPeople()
    {
        string json = Path.Combine(_folder, "run.json"), page = Path.Combine(_folder, "run.md");
        Assert.Equal(0, Program.Run(["mlp", "hvp", "--quick", "--memory", "--json", json, "--page", page]));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement settings = document.RootElement.GetProperty("settings"), rows = document.RootElement.GetProperty("rows");
        Assert.Equal("mlp hvp --quick --memory", settings.GetProperty("command").GetString());
        Assert.True(settings.GetProperty("fma_peak_gflops_float").GetDouble() > 0);
        Assert.Equal(["mlp", "mlp-double", "hvp"], rows.EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        Assert.InRange(rows[0].GetProperty("part_of_limit").GetDouble(), 1e-6, 2);

        // More than the runtime alone can do with, less than anybody's machine has.
        Assert.All(rows.EnumerateArray(), row => Assert.InRange(row.GetProperty("peak_bytes").GetInt64(), 4 << 20, 1L << 32));
        Assert.All(rows.EnumerateArray(), row => Assert.Equal(JsonValueKind.Null, row.GetProperty("peer_peak_bytes").ValueKind));
        Assert.Contains("-- mlp hvp --quick --memory\n", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void ThreadsAreMeasuredBesideOne()
    {
        string json = Path.Combine(_folder, "threads.json");
        Assert.Equal(0, Program.Run(["chain16", "--quick", "--threads", "2", "--json", json]));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        Assert.True(document.RootElement.GetProperty("rows")[0].GetProperty("speed_up").GetDouble() > 0);
    }

    [Fact]
    public void AProcessOfItsOwnAnswersForItsFirstSecond()
    {
        string json = Path.Combine(_folder, "startup.json");
        Assert.Equal(0, Program.Run(["chain1", "--quick", "--startup", "--json", json]));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        Assert.True(document.RootElement.GetProperty("rows")[0].GetProperty("first_second_speed").GetDouble() > 0);
        Assert.True(document.RootElement.GetProperty("rows")[0].GetProperty("first_second_later_half_speed").GetDouble() > 0);
    }

    [Fact]
    public void EveryPeersTimeIsKept()
    {
        string json = Path.Combine(_folder, "peers.json");
        Assert.Equal(0, Program.Run(["trigram-small-replay", "--quick", "--peers", "--json", json]));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement row = document.RootElement.GetProperty("rows")[0];
        Assert.Equal("recorded", row.GetProperty("peer").GetString());
        Assert.Equal(row.GetProperty("peer_ms").GetDouble(), row.GetProperty("peers_ms").GetProperty("recorded").GetDouble());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("mlp", "--threads", "0")]
    [InlineData("mlp", "--samples", "0")]
    [InlineData("mlp", "--samples", "many")]
    [InlineData("mlp", "--threads", "many")]
    [InlineData("mlp", "--json", "nowhere/run.json")]
    [InlineData("mlp", "--json", "")]
    [InlineData("mlp", "--json")]
    [InlineData("mlp", "--json", "/dev/full")]
    [InlineData("mlp", "--clock", "7")]
    [InlineData("mlp", "--page", ".")]
    [InlineData("mlp", "--json", "run", "--page", "./run")]
    [InlineData("adbench", "--data", "nowhere")]
    [InlineData("mlp", "--threads", "2", "--clock", "processor")]
    public void NonsenseIsRefused(params string[] words) => Assert.NotEqual(0, Program.Run(words));
}

using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using AutoDiff.Examples;
using AutoDiff.Examples.CharacterLm;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class JsonTests : IDisposable
{
    private readonly Runs _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void The_history_holds_steps_measurements_and_settings()
    {
        string path = _runs.At("history.json");
        (int code, _, string error) = _runs.Train("--epochs", "2", "--steps", "20", "--log-every", "4", "--json", path);
        Assert.True(code == 0, error);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = document.RootElement;
        JsonElement[] steps = [.. root.GetProperty("steps").EnumerateArray()];
        Assert.Equal([4L, 8, 12, 16, 20], steps.Select(step => step.GetProperty("step").GetInt64()));
        foreach (JsonElement step in steps)
        {
            Assert.InRange(step.GetProperty("loss").GetDouble(), 0.1, 10);
            Assert.InRange(step.GetProperty("gradient_norm").GetDouble(), 0, 100);
            Assert.True(step.GetProperty("characters_per_second").GetDouble() > 0);
            Assert.True(step.GetProperty("learning_rate").GetDouble() > 0);
        }

        JsonElement validation = Assert.Single(root.GetProperty("validations").EnumerateArray());
        Assert.Equal(1, validation.GetProperty("epoch").GetInt64());
        Assert.Equal(validation.GetProperty("loss").GetDouble() / Math.Log(2), validation.GetProperty("bits_per_character").GetDouble(), 12);
        Assert.Equal(root.GetProperty("best").GetProperty("loss").GetDouble(), validation.GetProperty("loss").GetDouble());
        Assert.Equal(20, root.GetProperty("last_validation").GetProperty("step").GetInt64());
        Assert.Equal(240, root.GetProperty("text").GetProperty("training_characters").GetInt32());
        Assert.Equal("lstm", root.GetProperty("settings").GetProperty("cell").GetString());
        Assert.Equal("chunks:50", root.GetProperty("settings").GetProperty("truncation").GetString());
    }

    [Fact]
    public void A_resumed_run_reports_its_whole_history()
    {
        string path = _runs.At("history.json");
        Assert.Equal(0, _runs.Train("--steps", "6", "--log-every", "2").Code);
        (int code, _, string error) = _runs.Run("--resume", _runs.At("run.safetensors"), "--steps", "10", "--json", path);
        Assert.True(code == 0, error);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        Assert.Equal([2L, 4, 6, 8, 10], document.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetInt64()));
    }

    [Fact]
    public void Settings_come_back_from_JSON()
    {
        Settings settings = Runs.Tiny with { Cell = CellKind.Gru, Optimizer = OptimizerKind.RmsProp, LearningRate = 0.1 + 0.2, Seed = ulong.MaxValue };
        Assert.Equal(settings, Settings.FromJson(settings.ToJson()));
    }
}

using System;
using AutoDiff.Examples.CharacterLm;
using Xunit;

namespace AutoDiff.Tests.Examples;

public sealed class SamplingTests : IDisposable
{
    private readonly Runs _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void The_same_seed_gives_the_same_text()
    {
        Assert.Equal(0, _runs.Train("--steps", "5").Code);
        string[] command = ["--sample", _runs.At("run.safetensors"), "--length", "50", "--prompt", "quick "];
        (int code, string text, string error) = _runs.Run(command);
        Assert.True(code == 0, error);
        Assert.StartsWith("quick ", text, StringComparison.Ordinal);
        Assert.Equal(56, text.AsSpan(0, text.Length - Environment.NewLine.Length).Length);
        Assert.Equal(text, _runs.Run(command).Output);
        Assert.NotEqual(text, _runs.Run([.. command, "--seed", "2"]).Output);
        Assert.Equal(_runs.Run([.. command, "--temperature", "0"]).Output, _runs.Run([.. command, "--temperature", "0", "--seed", "2"]).Output);
    }

    [Fact]
    public void A_prompt_acts_as_if_it_had_been_drawn()
    {
        using Trainer trainer = Runs.Trainer(Runs.Tiny);
        string text = trainer.Model.Sample("the ", 30, 0, 0);
        Assert.Equal(text, trainer.Model.Sample(text[..20], 14, 0, 0));
    }
}

using System;
using System.IO;
using System.Threading;
using AutoDiff.Examples.CharacterLm;
using Spectre.Console;
using Xunit;
using Progress = AutoDiff.Examples.CharacterLm.Progress;

namespace AutoDiff.Tests.Examples;

public sealed class ProgressTests
{
    [Fact]
    public void Plain_lines_come_with_each_logged_step()
    {
        using StringWriter output = new();
        Run(new PlainProgress(output));
        string[] lines = output.ToString().Split('\n');
        Assert.Equal(3, Array.FindAll(lines, line => line.StartsWith("step ", StringComparison.Ordinal)).Length);
        Assert.Contains(
            lines,
            line => line.StartsWith("step 10/13: loss ", StringComparison.Ordinal)
                && line.Contains("bits per character", StringComparison.Ordinal)
                && line.Contains("characters/s", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("epoch 1, step 12: validation ", StringComparison.Ordinal));
        Assert.Contains("--- sample ---", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_shows_a_bar_to_its_end()
    {
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 140;
        Run(new LiveProgress(console));
        string shown = output.ToString();
        Assert.Contains("100%", shown, StringComparison.Ordinal);
        Assert.Contains("bits/char", shown, StringComparison.Ordinal);
        Assert.Contains("left", shown, StringComparison.Ordinal);
        Assert.Contains("epoch 1, step 12: validation ", shown, StringComparison.Ordinal);
    }

    private static void Run(Progress progress)
    {
        using Trainer trainer = Runs.Trainer(Runs.Tiny);
        Assert.True(new TrainingRun(trainer, new History(), new Limits(3, 13, 5), progress).Run(CancellationToken.None));
    }
}

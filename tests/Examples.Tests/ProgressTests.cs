using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
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
        string shown = InTerminal(140);
        Assert.Contains("100%", shown, StringComparison.Ordinal);
        Assert.Contains("bits/char", shown, StringComparison.Ordinal);
        Assert.Contains("left", shown, StringComparison.Ordinal);
        Assert.Contains("\e[Jepoch 1, step 12: validation ", shown, StringComparison.Ordinal);
        Assert.Contains("\e[J--- sample ---", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void A_bar_and_the_loss_and_the_time_left_stand_in_one_line_of_any_terminal(int width)
    {
        string[] bars = [.. Regex.Replace(InTerminal(width), @"\x1b\[[^A-Za-z]*[A-Za-z]", "").Split('\r', '\n').Where(line => line.Contains('\u2501', StringComparison.Ordinal))];
        Assert.Contains(bars, line => line.Contains("100%", StringComparison.Ordinal));
        Assert.All(bars, line =>
        {
            Assert.InRange(line.TrimEnd().Length, 1, width);
            Assert.InRange(line.Count(character => character == '\u2501'), 10, 24);
            Assert.True(line.Contains("the first step", StringComparison.Ordinal) || Regex.IsMatch(line, "epoch [12]  .* nats.* left"), line);
        });
    }

    private static string InTerminal(int width)
    {
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        Run(new LiveProgress(console));
        return output.ToString();
    }

    private static void Run(Progress progress)
    {
        using Trainer trainer = Runs.Trainer(Runs.Tiny);
        Assert.True(new TrainingRun(trainer, new History(), new Limits(3, 13, 5), progress).Run(CancellationToken.None));
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>Progress as a bar with the newest numbers, for a terminal.</summary>
public sealed class LiveProgress(IAnsiConsole console) : Progress
{
    // The numbers change faster than they can be read; making them into text costs time.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    // The percentage, and the spaces between the columns.
    private const int BesideBar = 7;

    private readonly Stopwatch _sinceShown = new();
    private ProgressContext? _context;
    private ProgressTask? _bar;
    private long _totalSteps;

    private int BarWidth => Math.Clamp(console.Profile.Width / 5, 10, 24);

    /// <inheritdoc/>
    public override void Show(Trainer trainer, long totalSteps, Action run)
    {
        _totalSteps = totalSteps;
        console.Progress()
            .AutoRefresh(false)
            .Columns(new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                _context = context;
                _bar = context.AddTask("the first step", maxValue: totalSteps);
                _bar.Value = trainer.Step;
                _sinceShown.Start();
                try
                {
                    run();
                }
                finally
                {
                    _bar.StopTask();
                    context.Refresh();
                    (_context, _bar) = (null, null);
                }
            });
    }

    /// <inheritdoc/>
    public override void Stepped(Trainer trainer, double charactersPerSecond, bool logged)
    {
        if (_bar is null || (_sinceShown.Elapsed < Pause && trainer.Step < _totalSteps))
            return;
        _sinceShown.Restart();
        double left = (double)(_totalSteps - trainer.Step) * trainer.Settings.Batch * trainer.Settings.StepsPerSequence / charactersPerSecond;
        _bar.Value = trainer.Step;
        _bar.Description = Fitting(
            console.Profile.Width - BarWidth - BesideBar,
            (0, $"epoch {((trainer.Step - 1) / trainer.Stream.ChunkCount) + 1}"),
            (1, $"  [bold]{trainer.SmoothedLoss:F3}[/] nats"),
            (4, $" = {trainer.SmoothedLoss * BitsPerNat:F3} bits/char"),
            (5, $"  gradient {trainer.GradientNorm:F2}"),
            (3, $"  {charactersPerSecond / 1000:F1}k chars/s"),
            (2, $"  {Duration(left)} left"));
        Refresh();
    }

    /// <inheritdoc/>
    public override void Write(string text)
    {
        console.Write(new OverBar(new Text(text + "\n")));
        Refresh();
    }

    // A line that wraps squeezes the bar away: parts are left out, of the highest rank first, until the rest fits.
    private static string Fitting(int room, params ReadOnlySpan<(int Rank, string Text)> parts)
    {
        for (int ranks = parts.Length; ranks > 0; ranks--)
        {
            string text = "";
            foreach ((int rank, string part) in parts)
                text += rank < ranks ? part : "";
            if (Markup.Remove(text).Length <= room)
                return text;
        }

        return "";
    }

    private void Refresh() => _context?.Refresh();

    // Text is written from where the bar began: what is longer than the text would stay, if the rest of the screen were not erased.
    private sealed class OverBar(IRenderable text) : Renderable
    {
        private const string EraseBelow = "\e[J";

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [Segment.Control(EraseBelow), .. text.Render(options, maxWidth)];
    }
}

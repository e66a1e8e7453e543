using System;
using System.Diagnostics;
using Spectre.Console;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>Progress as a bar with the newest numbers, for a terminal.</summary>
public sealed class LiveProgress(IAnsiConsole console) : Progress
{
    // The numbers change faster than they can be read; making them into text costs time.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly Stopwatch _sinceShown = new();
    private ProgressContext? _context;
    private ProgressTask? _bar;
    private long _totalSteps;

    /// <inheritdoc/>
    public override void Show(Trainer trainer, long totalSteps, Action run)
    {
        _totalSteps = totalSteps;
        console.Progress()
            .AutoRefresh(false)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
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
        _bar.Description = $"epoch {trainer.Epoch + 1}  [bold]{trainer.SmoothedLoss:F3}[/] nats = {trainer.SmoothedLoss * BitsPerNat:F3} bits/char"
            + $"  gradient {trainer.GradientNorm:F2}  {charactersPerSecond / 1000:F1}k chars/s  {Duration(left)} left";
        Refresh();
    }

    /// <inheritdoc/>
    public override void Write(string text)
    {
        console.Write(new Text(text + "\n"));
        Refresh();
    }

    private void Refresh() => _context?.Refresh();
}

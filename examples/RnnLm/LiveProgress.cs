using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Spectre.Console;

namespace AutoDiff.Examples.RnnLm;

/// <summary>Progress as a bar for each policy with its newest numbers, for a terminal.</summary>
public sealed class LiveProgress : Progress
{
    // The numbers change faster than they can be read; making them into text costs time.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly Stopwatch _sinceShown = Stopwatch.StartNew();
    private readonly Dictionary<Policy, ProgressTask> _bars = new(ReferenceEqualityComparer.Instance);
    private ProgressContext? _context;
    private int _seeds;

    /// <inheritdoc/>
    public override void Show(IReadOnlyList<Policy> policies, int seeds, Action run)
    {
        _seeds = seeds;
        int width = policies.Max(policy => policy.Name.Length);
        AnsiConsole.Progress()
            .AutoRefresh(false)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                _context = context;
                foreach (Policy policy in policies)
                    _bars.Add(policy, context.AddTask(policy.Name.PadRight(width), autoStart: false, maxValue: seeds));
                try
                {
                    run();
                }
                finally
                {
                    context.Refresh();
                    _context = null;
                    _bars.Clear();
                }
            });
    }

    /// <inheritdoc/>
    public override IRunProgress Begin(Policy policy, int seed, Trainer trainer)
    {
        ProgressTask bar = _bars[policy];
        if (!bar.IsStarted)
            bar.StartTask();
        return new Bar(this, bar, policy.Name, seed);
    }

    /// <inheritdoc/>
    public override void End(Policy policy, RunResult result)
    {
        ProgressTask bar = _bars[policy];
        bar.Value = Math.Round(bar.Value + 0.5, MidpointRounding.ToZero);
        if (bar.Value >= _seeds)
            bar.StopTask();
        _context?.Refresh();
    }

    private void Refresh()
    {
        if (_sinceShown.Elapsed < Pause)
            return;
        _sinceShown.Restart();
        _context?.Refresh();
    }

    private sealed class Bar(LiveProgress owner, ProgressTask bar, string name, int seed) : IRunProgress
    {
        private readonly double _before = bar.Value;
        private double _validation = double.NaN, _best = double.PositiveInfinity;
        private int _epoch;

        public void Updated(Trainer trainer, double runningLoss)
        {
            // Not quite to the end, which is End's.
            bar.Value = _before + (0.999 * trainer.Updates / trainer.TotalUpdates);
            bar.Description = $"{name}, seed {seed}, epoch {_epoch + 1}: training {runningLoss:F3}, validation {_validation:F3}, best [bold]{_best:F3}[/] nats a word";
            owner.Refresh();
        }

        public void EpochDone(EpochRecord record, bool isBest)
        {
            (_epoch, _validation, _best) = (record.Epoch, record.Validation.Loss, Math.Min(_best, record.Validation.Loss));
            owner.Refresh();
        }
    }
}

using System;
using System.Diagnostics;
using System.Threading;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>A run from where the trainer stands to its limits: steps, logs, validation, samples and saves.</summary>
public sealed class TrainingRun(Trainer trainer, History history, Limits limits, Progress progress)
{
    private const int SampleLength = 300;
    private const double SampleTemperature = 0.8;

    /// <summary>Called when the run is worth keeping: after each pass, at the end, and when it is stopped.</summary>
    public Action Save { get; init; } = () => { };

    /// <summary>Called after each save and measurement, to write the history.</summary>
    public Action Report { get; init; } = () => { };

    /// <summary>Runs; says whether the limits were reached, and not the stop.</summary>
    /// <param name="stop">Ends the run after the step that is going on.</param>
    /// <exception cref="DivergedException">The loss or the gradient is not finite. Nothing was saved since the last pass.</exception>
    public bool Run(CancellationToken stop)
    {
        long total = limits.TotalSteps(trainer.Stream.ChunkCount);
        bool finished = false;
        progress.Show(trainer, total, () => finished = Steps(total, stop));
        return finished;
    }

    private bool Steps(long total, CancellationToken stop)
    {
        double before = history.Seconds;
        long characters = 0;
        double speed = 0;
        Stopwatch clock = new();
        TimeSpan logged = TimeSpan.Zero;
        try
        {
            EndEpoch();
            while (trainer.Step < total)
            {
                if (stop.IsCancellationRequested)
                {
                    Keep();
                    return false;
                }

                clock.Start();
                trainer.Train();
                clock.Stop();
                characters += trainer.Characters;
                history.Seconds = before + clock.Elapsed.TotalSeconds;
                bool log = trainer.Step % limits.LogEvery == 0 || trainer.Step == total;
                if (log || speed == 0)
                    speed = characters / (clock.Elapsed - logged).TotalSeconds;
                if (log)
                {
                    (characters, logged) = (0, clock.Elapsed);
                    history.Add(new StepRecord(trainer.Step, trainer.Epoch, trainer.Loss, trainer.SmoothedLoss, trainer.GradientNorm, trainer.Optimizer.LearningRate, speed));
                }

                progress.Stepped(trainer, speed, log);
                EndEpoch();
            }

            if (trainer.Chunk > 0)
                EndWithinEpoch();
            return true;
        }
        finally
        {
            Report();
        }
    }

    // After a whole pass; also when a run resumes that was stopped right there.
    private void EndEpoch()
    {
        if (trainer.ValidatedEpochs == trainer.Epoch)
            return;
        trainer.RequireFiniteWeights();
        if (trainer.Text.Validation.Length > 0)
        {
            double loss = trainer.Validate();
            ValidationRecord record = new(trainer.Step, trainer.Epoch, loss, history.Seconds);
            history.Add(record);
            progress.Validated(record, isBest: trainer.Best.Epoch == trainer.Epoch);
        }

        Sample();
        Keep();
        Report();
    }

    // The measurement is shown and reported, but no part of what the next steps depend on: a longer run does not have it.
    private void EndWithinEpoch()
    {
        Keep();
        if (trainer.Text.Validation.Length > 0)
        {
            history.Last = new ValidationRecord(trainer.Step, trainer.Epoch, trainer.Evaluate(), history.Seconds);
            progress.Validated(history.Last.Value, isBest: false);
        }

        Sample();
    }

    // A save that is good is never replaced by one that is not.
    private void Keep()
    {
        trainer.RequireFiniteWeights();
        Save();
    }

    private void Sample() => progress.Sampled(trainer.Model.Sample("", SampleLength, SampleTemperature, trainer.Settings.Seed + (ulong)trainer.Step));
}

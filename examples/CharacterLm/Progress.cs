using System;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>What a run shows while it goes on.</summary>
public abstract class Progress
{
    /// <summary>Bits in a nat.</summary>
    protected static readonly double BitsPerNat = 1 / Math.Log(2);

    /// <summary>Runs a training and shows it.</summary>
    /// <param name="trainer">The trainer, at its first step.</param>
    /// <param name="totalSteps">The step at which the run ends.</param>
    /// <param name="run">The training; it calls the other members.</param>
    public virtual void Show(Trainer trainer, long totalSteps, Action run) => run();

    /// <summary>After each step.</summary>
    /// <param name="trainer">The trainer after the step.</param>
    /// <param name="charactersPerSecond">Training speed.</param>
    /// <param name="logged">Whether the step is one of those that are logged.</param>
    public abstract void Stepped(Trainer trainer, double charactersPerSecond, bool logged);

    /// <summary>After a measurement on the validation part.</summary>
    /// <param name="record">The measurement.</param>
    /// <param name="isBest">Whether it is the lowest so far.</param>
    public void Validated(ValidationRecord record, bool isBest) => Write(
        $"epoch {record.Epoch}, step {record.Step}: validation {record.Loss:F4} nats = {record.Loss * BitsPerNat:F4} bits per "
            + $"character{(isBest ? ", the best so far" : "")} ({Duration(record.Seconds)} of training)");

    /// <summary>A text that the model has written.</summary>
    /// <param name="text">The text.</param>
    public void Sampled(string text) => Write($"--- sample ---\n{text.TrimEnd('\n')}\n--------------");

    /// <summary>A line, or a few, to be read.</summary>
    /// <param name="text">The lines.</param>
    public abstract void Write(string text);

    /// <summary>A time in words.</summary>
    protected static string Duration(double seconds) => seconds switch
    {
        < 60 => $"{seconds:F1} s",
        < 3600 => $"{(int)seconds / 60} min {(int)seconds % 60:D2} s",
        _ => $"{(long)seconds / 3600} h {(long)seconds % 3600 / 60:D2} min",
    };
}

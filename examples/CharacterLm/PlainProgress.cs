using System;
using System.IO;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>Progress as plain lines, one for each logged step: for files and pipes.</summary>
public sealed class PlainProgress(TextWriter output) : Progress
{
    private long _totalSteps;

    /// <inheritdoc/>
    public override void Show(Trainer trainer, long totalSteps, Action run)
    {
        _totalSteps = totalSteps;
        run();
    }

    /// <inheritdoc/>
    public override void Stepped(Trainer trainer, double charactersPerSecond, bool logged)
    {
        if (logged)
            Write(
                $"step {trainer.Step}/{_totalSteps}: loss {trainer.SmoothedLoss:F4} nats = {trainer.SmoothedLoss * BitsPerNat:F4} bits per character, "
                    + $"gradient {trainer.GradientNorm:G4}, {charactersPerSecond:F0} characters/s");
    }

    /// <inheritdoc/>
    public override void Write(string text)
    {
        output.WriteLine(text);
        output.Flush();
    }
}

using System.IO;

namespace AutoDiff.Examples.RnnLm;

/// <summary>Progress as plain lines, one for each epoch: for files and pipes.</summary>
/// <param name="output">Where to.</param>
public sealed class PlainProgress(TextWriter output) : Progress
{
    /// <inheritdoc/>
    public override IRunProgress Begin(Policy policy, int seed, Trainer trainer) => new Lines(output, $"{policy.Name}, seed {seed}");

    /// <inheritdoc/>
    public override void End(Policy policy, RunResult result)
    {
        if (result.Diverged)
            output.WriteLine($"{policy.Name}, seed {result.Seed}: diverged after {result.Updates} updates");
    }

    private sealed class Lines(TextWriter output, string name) : IRunProgress
    {
        public void Updated(Trainer trainer, double runningLoss)
        {
        }

        public void EpochDone(EpochRecord record, bool isBest)
        {
            output.WriteLine($"{name}, epoch {record.Epoch}: rate {record.LearningRate:G4}, training {record.RunningLoss:F4}, validation {record.Validation.Loss:F4} nats a word{(isBest ? ", the best so far" : "")} ({record.Seconds:F1} s of training)");
            output.Flush();
        }
    }
}

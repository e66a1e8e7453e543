namespace AutoDiff.Examples.RnnLm;

/// <summary>What a training tells while it runs.</summary>
public interface IRunProgress
{
    /// <summary>After each update of the weights.</summary>
    /// <param name="trainer">The training.</param>
    /// <param name="runningLoss">The mean loss per word met in this epoch.</param>
    void Updated(Trainer trainer, double runningLoss);

    /// <summary>After each epoch.</summary>
    /// <param name="record">What was measured.</param>
    /// <param name="isBest">Whether its validation loss is the lowest so far.</param>
    void EpochDone(EpochRecord record, bool isBest);
}

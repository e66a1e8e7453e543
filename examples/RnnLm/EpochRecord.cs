namespace AutoDiff.Examples.RnnLm;

/// <summary>One pass over the training sentences.</summary>
/// <param name="Epoch">Which, from 1; 0 stands for the untrained model.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="RunningLoss">The mean loss per word met while training, in nats: each sentence before the update it takes part in.</param>
/// <param name="Validation">The measurement on the validation sentences afterwards.</param>
/// <param name="Seconds">Time of training so far, without measurements.</param>
public readonly record struct EpochRecord(int Epoch, double LearningRate, double RunningLoss, Evaluation Validation, double Seconds);

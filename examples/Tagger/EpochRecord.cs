namespace AutoDiff.Examples.Tagger;

/// <summary>One pass over the training sentences.</summary>
/// <param name="Loss">The mean loss of a word met while training, in nats, with dropout.</param>
/// <param name="Validation">The measurement afterwards.</param>
/// <param name="Seconds">Time of training so far, without measurements.</param>
public sealed record EpochRecord(double Loss, Evaluation Validation, double Seconds);

namespace AutoDiff.Examples.CharacterLm;

/// <summary>A measurement on the validation part: after how many steps and whole passes, the loss in nats per character, and the seconds of training before it.</summary>
public readonly record struct ValidationRecord(long Step, long Epoch, double Loss, double Seconds);

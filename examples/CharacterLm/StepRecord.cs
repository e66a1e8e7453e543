namespace AutoDiff.Examples.CharacterLm;

/// <summary>A logged step; losses in nats per character.</summary>
public readonly record struct StepRecord(long Step, long Epoch, double Loss, double SmoothedLoss, double GradientNorm, double LearningRate, double CharactersPerSecond);

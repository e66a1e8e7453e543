namespace AutoDiff.Examples.CharacterLm;

/// <summary>Where a run ends, counted from its very first step, and how often it logs.</summary>
public readonly record struct Limits(long Epochs, long? Steps, int LogEvery)
{
    /// <summary>What holds where nothing is said.</summary>
    public static Limits Default => new(3, null, 10);

    /// <summary>How many steps the whole run has.</summary>
    public long TotalSteps(int stepsPerEpoch) => long.Min(Epochs * stepsPerEpoch, Steps ?? long.MaxValue);

    /// <summary>Refuses limits that make no run.</summary>
    /// <exception cref="InputException">A number is less than 1.</exception>
    public void Check()
    {
        if (Epochs is < 1 or > int.MaxValue)
            throw new InputException($"--epochs: {Epochs} is out of range; need 1 to {int.MaxValue}.");
        if (Steps < 1)
            throw new InputException($"--steps: {Steps} is out of range; need 1 or more.");
        if (LogEvery < 1)
            throw new InputException($"--log-every: {LogEvery} is out of range; need 1 or more.");
    }
}

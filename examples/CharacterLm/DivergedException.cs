using System;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>The loss, the gradient or a weight is no finite number any more, so going on would be of no use.</summary>
public sealed class DivergedException(string message) : Exception(message)
{
    private const string Cure = "Use a lower --learning-rate or a smaller --clip.";

    /// <summary>A step whose loss or gradient is not finite. It was not taken.</summary>
    public static DivergedException AtStep(long step, double loss, double gradientNorm) => new(
        $"Training diverged at step {step}: the loss is {loss} and the norm of the gradient {gradientNorm}; need finite numbers. The step was not taken. {Cure}");

    /// <summary>Weights that are not finite after a step.</summary>
    public static DivergedException InWeights(long step, string parameter) => new(
        $"Training diverged at step {step}: {parameter} holds numbers that are not finite. {Cure}");
}

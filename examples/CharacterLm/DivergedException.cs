using System;

namespace AutoDiff.Examples.CharacterLm;

/// <summary>The loss or the gradient is no finite number. The step was not taken: the weights are those of the step before.</summary>
public sealed class DivergedException(long step, double loss, double gradientNorm) : Exception(
    $"Training diverged at step {step}: the loss is {loss} and the gradient's norm {gradientNorm}; need finite numbers. The step was not taken. Use a lower --learning-rate or a smaller --clip.");

namespace AutoDiff.Examples.CharacterLm;

/// <summary>How weights are updated.</summary>
public enum OptimizerKind
{
    /// <summary>Gradient descent with momentum 0.9.</summary>
    Sgd,

    /// <summary>Steps over the root of the running mean square, with alpha 0.95 as is usual for character models.</summary>
    RmsProp,

    /// <summary>Adaptive moments.</summary>
    Adam,
}

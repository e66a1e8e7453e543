namespace AutoDiff.Rnn;

/// <summary>What can be wrong with a gradient's way back.</summary>
public enum FlowCondition
{
    /// <summary>A state, a loss or a gradient is infinite or no number.</summary>
    NotFinite,

    /// <summary>The gradient grows on its way back past <see cref="FlowOptions.ExplodingRatio"/> times what it was at the losses.</summary>
    Exploding,

    /// <summary>The gradient fades on its way back below <see cref="FlowOptions.VanishingRatio"/> of what it was at the losses, and stays there.</summary>
    Vanishing,

    /// <summary>Nothing at all arrives from some lag on: states are reset or detached, or units are off.</summary>
    Cut,
}

namespace AutoDiff.Examples.Sandwich;

/// <summary>The places where adjoints are looked at.</summary>
public enum AdjointKind
{
    /// <summary>At a step's output: y - d.</summary>
    OfLoss,

    /// <summary>At the state, what comes from the loss of its own step through the last layer.</summary>
    FromLoss,

    /// <summary>At the state, what comes from the next step: the one adjoint that runs back through time.</summary>
    FromNextStep,

    /// <summary>At the state, both together.</summary>
    Sum,

    /// <summary>At the output of the first layer.</summary>
    ToFirst,
}

namespace AutoDiff;

/// <summary>The nonlinearity of an Elman cell.</summary>
public enum Activation
{
    /// <summary>The hyperbolic tangent; its slope is at most 1.</summary>
    Tanh,

    /// <summary>The positive part.</summary>
    Relu,

    /// <summary>The logistic function; its slope is at most 1/4, so gradients vanish faster.</summary>
    Sigmoid,
}

namespace AutoDiff.Examples.Optimization;

/// <summary>How often a function and its derivatives were computed.</summary>
public sealed class Counts
{
    /// <summary>Values of the function.</summary>
    public int Values { get; set; }

    /// <summary>Gradients.</summary>
    public int Gradients { get; set; }

    /// <summary>Products of the Hessian with a vector.</summary>
    public int Products { get; set; }
}

namespace AutoDiff.Examples.TreeNetwork;

/// <summary>A formula of whole numbers, as a tree.</summary>
/// <param name="Value">What it comes to, reduced by the modulus: what the network is to say.</param>
/// <param name="Leaves">How many digits stand in it.</param>
public abstract record Formula(int Value, int Leaves)
{
    /// <summary>The inner nodes' signs.</summary>
    public const string Signs = "+-*";
}

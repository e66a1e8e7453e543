namespace AutoDiff.Examples.LongDependencies;

/// <summary>The recurrent cell.</summary>
public enum CellKind
{
    /// <summary>The simple cell with tanh.</summary>
    Elman,

    /// <summary>The long short-term memory.</summary>
    Lstm,

    /// <summary>The gated recurrent unit.</summary>
    Gru,
}

namespace AutoDiff.Examples.Chorales;

/// <summary>The kind of cell.</summary>
public enum CellKind
{
    /// <summary>Long short-term memory.</summary>
    Lstm,

    /// <summary>Gated recurrent unit.</summary>
    Gru,

    /// <summary>tanh.</summary>
    Elman,
}

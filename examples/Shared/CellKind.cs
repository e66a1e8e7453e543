namespace AutoDiff.Examples;

/// <summary>A recurrent cell, as command lines name them: in small letters.</summary>
public enum CellKind
{
    /// <summary>The simple cell with tanh.</summary>
    Elman,

    /// <summary>The long short-term memory.</summary>
    Lstm,

    /// <summary>The gated recurrent unit.</summary>
    Gru,
}

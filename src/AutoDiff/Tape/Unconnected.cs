namespace AutoDiff;

/// <summary>What a derivative with respect to something that the result does not depend on is.</summary>
public enum Unconnected
{
    /// <summary>An error: nearly always a forgotten path.</summary>
    Refuse,

    /// <summary>Zeros, as mathematics has it.</summary>
    Zero,
}

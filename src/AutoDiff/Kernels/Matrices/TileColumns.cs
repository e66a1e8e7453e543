namespace AutoDiff.Kernels.Matrices;

/// <summary>Which of its two registers of columns a tile uses, and whether its last register is only partly used.</summary>
internal interface ITileColumns
{
    static abstract bool Two { get; }

    static abstract bool Partial { get; }
}

/// <summary>Both registers, whole.</summary>
internal readonly struct TwoWhole : ITileColumns
{
    public static bool Two => true;

    public static bool Partial => false;
}

/// <summary>The first register whole, the second in part.</summary>
internal readonly struct OneAndPart : ITileColumns
{
    public static bool Two => true;

    public static bool Partial => true;
}

/// <summary>The first register alone, in part.</summary>
internal readonly struct Part : ITileColumns
{
    public static bool Two => false;

    public static bool Partial => true;
}

namespace AutoDiff.Examples.Sandwich;

/// <summary>How large everything is; as the seed has it, but for the interval where it is given.</summary>
/// <param name="Interval">Steps between two updates: the BPTT interval.</param>
public sealed record Sizes(int Interval)
{
    /// <summary>Rows side by side.</summary>
    public const int Batch = 128;

    /// <summary>Features of an input.</summary>
    public const int Inputs = 10;

    /// <summary>Features of the first dense layer.</summary>
    public const int First = 20;

    /// <summary>Features of the recurrent layer.</summary>
    public const int Hidden = 5;

    /// <summary>Features of the last dense layer.</summary>
    public const int Outputs = 100;
}

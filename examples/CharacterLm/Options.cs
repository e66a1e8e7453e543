namespace AutoDiff.Examples.CharacterLm;

/// <summary>What the command line asks for.</summary>
public sealed record Options
{
    /// <summary>The settings of a new run.</summary>
    public required Settings Settings { get; init; }

    /// <summary>Where the run ends; null where nothing is said.</summary>
    public long? Epochs { get; init; }

    /// <summary>The number of steps at which the run ends; null where nothing is said.</summary>
    public long? Steps { get; init; }

    /// <summary>After how many steps a line is logged; null where nothing is said.</summary>
    public int? LogEvery { get; init; }

    /// <summary>The text file; null for the default.</summary>
    public string? Text { get; init; }

    /// <summary>Where the history goes; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>Where the run is saved; null for the default.</summary>
    public string? Save { get; init; }

    /// <summary>The run to go on with; null for a new one.</summary>
    public string? Resume { get; init; }

    /// <summary>The model to write text with; null for training.</summary>
    public string? Sample { get; init; }

    /// <summary>How many characters to write.</summary>
    public int Length { get; init; }

    /// <summary>What scores are divided by before the softmax.</summary>
    public double Temperature { get; init; }

    /// <summary>What the text begins with.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>The number that draws depend on.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many threads large products are divided among.</summary>
    public int Threads { get; init; }
}

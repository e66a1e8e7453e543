using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;

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

    /// <summary>Reads a command line and runs it.</summary>
    /// <param name="arguments">The words.</param>
    /// <param name="configuration">Where help goes.</param>
    /// <param name="run">What to do with the options; returns the exit code.</param>
    /// <exception cref="InputException">The command line says something that does not exist or does not go together.</exception>
    public static int Invoke(IReadOnlyList<string> arguments, InvocationConfiguration configuration, Func<Options, int> run)
    {
        CommandLineOptions options = new();
        options.Root.SetAction(result => run(options.Read(result)));
        ParseResult parsed = options.Root.Parse(arguments);
        if (parsed.Errors is [ParseError error, ..])
            throw new InputException($"{error.Message.ReplaceLineEndings(" ").TrimEnd('.')}. See --help.");
        return parsed.Invoke(configuration);
    }
}

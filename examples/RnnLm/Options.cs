using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace AutoDiff.Examples.RnnLm;

/// <summary>What the command line asks for.</summary>
/// <param name="Settings">How to train.</param>
/// <param name="Policies">What to compare.</param>
/// <param name="Data">The folder of sentences; null to generate some.</param>
/// <param name="Sentences">How many to train on; null for the default.</param>
/// <param name="Vocabulary">How many words to know; null for the default.</param>
/// <param name="Json">Where the numbers go; null for nowhere.</param>
public sealed record Options(Settings Settings, IReadOnlyList<Policy> Policies, string? Data, int? Sentences, int? Vocabulary, string? Json)
{
    /// <summary>Reads a command line and runs it.</summary>
    /// <param name="arguments">The words.</param>
    /// <param name="configuration">Where help goes.</param>
    /// <param name="run">What to do with the options; returns the exit code.</param>
    /// <exception cref="InputException">The command line says something that does not exist or is out of its range.</exception>
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

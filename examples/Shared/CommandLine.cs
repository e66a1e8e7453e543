using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;

namespace AutoDiff.Examples;

/// <summary>Runs a command line, and says in one line what cannot be done.</summary>
public static class CommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <param name="root">The command with its options and its action.</param>
    /// <param name="args">The words.</param>
    /// <param name="output">Where results and help go.</param>
    /// <param name="error">Where the line goes that says what cannot be done.</param>
    /// <returns>What the action returns; 1 for something that cannot be done.</returns>
    public static int Run(RootCommand root, string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            ParseResult parsed = root.Parse(args);
            if (parsed.Errors is [ParseError problem, ..])
                throw new InputException($"{problem.Message.ReplaceLineEndings(" ").TrimEnd('.')}. See --help.");
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = error });
        }
        catch (Exception known) when (known is InputException or ArithmeticException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(known.Message);
            return 1;
        }
    }
}

using System;
using System.Collections.Generic;
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
                throw new InputException($"{WithoutTypes(problem.Message).ReplaceLineEndings(" ").TrimEnd('.')}. See --help.");
            CheckNumbers(parsed);
            CheckPaths(parsed);
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = error });
        }
        catch (Exception known) when (known is InputException or ArithmeticException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(known.Message);
            return 1;
        }
        catch (OutOfMemoryException)
        {
            error.WriteLine("There is not enough memory for what was asked for; need smaller sizes or a shorter text.");
            return 1;
        }
    }

    // The parser names the types of values; help has the names that they have here.
    private static string WithoutTypes(string message)
    {
        const string Type = " as expected type '";
        int start = message.LastIndexOf(Type, StringComparison.Ordinal);
        return start < 0 ? message : message.Remove(start, message.IndexOf('\'', start + Type.Length) + 1 - start);
    }

    // The parser takes a comma for one between thousands, wherever it stands: 1,5 would be 15.
    private static void CheckNumbers(ParseResult parsed)
    {
        foreach (Option option in parsed.RootCommandResult.Command.Options)
        {
            if (option is not (Option<double> or Option<double?>))
                continue;
            foreach (Token token in parsed.GetResult(option)?.Tokens ?? [])
            {
                if (token.Value.Contains(',', StringComparison.Ordinal))
                    throw new InputException($"{option.Name}: \"{token.Value}\" has a comma; need a number with a point before its decimals, as in 0.5.");
            }
        }
    }

    // Before any work: no path is empty, and no result falls on what it is made from or on another result.
    private static void CheckPaths(ParseResult parsed)
    {
        List<(Option Option, string Path)> given = [];
        foreach (Option option in parsed.RootCommandResult.Command.Options)
        {
            if (option is not Option<string> { HelpName: "FILE" or "FOLDER" } named || parsed.GetValue(named) is not string path)
                continue;
            if (path.Length == 0)
                throw new InputException($"{option.Name}: the path is empty; need the path of a {(named.HelpName == "FILE" ? "file" : "folder")}.");
            foreach ((Option other, string otherPath) in given)
            {
                if (option is FileOption || other is FileOption)
                    OutputFile.RequireApart((other.Name, otherPath), (option.Name, path));
            }

            given.Add((option, path));
        }
    }
}

using System;
using System.IO;

namespace AutoDiff.Examples.RnnLm;

/// <summary>The program.</summary>
public static class Program
{
    private const int Diverged = 2;

    /// <summary>Runs a command line.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done, 2 where a training diverged.</summary>
    /// <param name="args">The words.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where the line goes that says what cannot be done.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        CommandLineOptions options = new();
        options.Root.SetAction(parsed =>
        {
            (string? picture, string? json) = (options.Picture.Read(parsed), options.Json.Read(parsed));
            Comparison comparison = options.Read(parsed);
            output.WriteLine(Report.Describe(comparison));
            comparison.Run(new StatusLine(output), () => JsonOption.Write(json, JsonReport.Of(comparison)));
            Report.Write(comparison, output);
            if (picture is not null)
                Picture.Draw(comparison).Save(picture);
            return comparison.HasDiverged ? Diverged : 0;
        });
        return CommandLine.Run(options.Root, args, output, error);
    }
}

using System;
using System.CommandLine;
using System.IO;

namespace AutoDiff.Examples.RnnLm;

/// <summary>The program.</summary>
public static class Program
{
    private const int Failed = 1, Diverged = 2;

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done, 2 where a training diverged.</summary>
    public static int Main(string[] args) => Console.IsOutputRedirected
        ? Run(args, new PlainProgress(Console.Out), Console.Out, Console.Error, terminal: false)
        : Run(args, new LiveProgress(), Console.Out, Console.Error, terminal: true);

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The words.</param>
    /// <param name="progress">What shows the trainings.</param>
    /// <param name="output">Where the table goes.</param>
    /// <param name="error">Where the line goes that says what cannot be done.</param>
    /// <param name="terminal">Whether the output is a terminal.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, Progress progress, TextWriter output, TextWriter error, bool terminal)
    {
        try
        {
            InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, Output = output, Error = error };
            return Options.Invoke(args, configuration, options => Compare(options, progress, output, terminal));
        }
        catch (Exception known) when (known is InputException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(known.Message);
            return Failed;
        }
    }

    private static int Compare(Options options, Progress progress, TextWriter output, bool terminal)
    {
        if (options.Json is not null)
            OutputFile.Check("--json", options.Json);
        Comparison comparison = new(Corpus.Load(options.Data, options.Sentences, options.Vocabulary), options.Settings, options.Policies);
        output.WriteLine(Report.Describe(comparison));
        comparison.Run(progress, () =>
        {
            if (options.Json is not null)
                JsonReport.Write(options.Json, comparison);
        });
        Report.Write(comparison, output, terminal);
        return comparison.HasDiverged ? Diverged : 0;
    }
}

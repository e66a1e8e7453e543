using System;
using System.Collections.Generic;
using System.IO;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>The program.</summary>
public static class Program
{
    /// <summary>Runs a command line.</summary>
    public static int Main(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs a command line: 0 where all went well, 1 for something that cannot be done.</summary>
    /// <param name="args">The words.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where the line goes that says what cannot be done.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        Options options = new();
        options.Root.SetAction(parsed =>
        {
            (string? curves, string? reach, string? numbers) = (options.Picture.Read(parsed), options.Reach.Read(parsed), options.Json.Read(parsed));
            List<Result> results = Train(options.Experiments(parsed), options.Target(parsed), output);
            Report.Write(output, results);
            if (curves is not null)
                Report.DrawCurves(results).Save(curves);
            if (reach is not null)
                Report.DrawReach(results).Save(reach);
            JsonOption.Write(numbers, Report.Json(results));
        });
        return CommandLine.Run(options.Root, args, output, error);
    }

    private static List<Result> Train(IReadOnlyList<Experiment> experiments, double? target, TextWriter output)
    {
        StatusLine status = new(output);
        List<Result> results = [];
        foreach (Experiment experiment in experiments)
        {
            Result result;
            try
            {
                result = experiment.Run(target ?? experiment.Task.Solved, status);
            }
            catch (ArgumentException error)
            {
                throw new InputException($"{experiment.Name}: {error.Message}");
            }

            results.Add(result);
            string name = $"{experiment.Name}, seed {experiment.Settings.Seed}";
            status.Write($"{name}: {(result.IsSolved ? "solved" : "not solved")}, loss {result.Last.Loss:G3} after {result.Updates:N0} updates ({result.Seconds:F0} s)");
        }

        status.Write("");
        return results;
    }
}

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.InfluenceBalancing;

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
        Option<string> policies = new("--policies")
        {
            HelpName = "LIST",
            Description = $"How losses are followed back, with commas: {TruncationForms.All}, random:L (cuts at random, L steps apart on average); "
                + "or carried forward: rtrl, snap1, uoro.",
            DefaultValueFactory = _ => "window:10,window:40,chunks:10,chunks:100,chunks:120,chunks:200,random:50,rtrl,uoro",
        };
        NumberOption<int> steps = new("--steps", "N", "Steps of the network.", 100_000, 1, 100_000_000);
        NumberOption<double> rate = new("--learning-rate", "RATE", "The learning rate, on the sum of a stride's losses.", 1e-5, 0, 1);
        NumberOption<int> seed = new("--seed", "N", "Decides random cuts and signs.", 1, 0, int.MaxValue);
        FileOption picture = new("--picture", "Where a chart of the runs goes, as SVG.");
        JsonOption json = new();
        RootCommand root = new(
            "One weight whose influence is the opposite in the end of what it is at first: fixed truncation follows it the wrong way, unbiased "
                + "gradients find the best weight.")
        {
            policies, steps, rate, seed, picture, json,
        };
        root.SetAction(result =>
        {
            (string? chart, string? file) = (picture.Read(result), json.Read(result));
            ulong draws = (ulong)seed.Read(result);
            Experiment[] experiments = [.. result.GetValue(policies)!.Split(',').Select(name => new Experiment(TruncationForms.Read("--policies", name, seed: draws)))];
            Show(experiments, steps.Read(result), rate.Read(result), output);
            if (chart is not null)
                Report.Draw(experiments).Save(chart);
            JsonOption.Write(file, Report.Json(experiments));
        });
        return CommandLine.Run(root, args, output, error);
    }

    private static void Show(IReadOnlyList<Experiment> experiments, int steps, double rate, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Network.Units} units, {Network.Up} of them pushed up; theta starts at {Network.Start}, the best is {Network.Best:F5}"));
        StatusLine status = new(output);
        foreach (Experiment experiment in experiments)
            experiment.Run(steps, rate, status);
        status.Clear();
        Report.Write(output, experiments);
    }
}

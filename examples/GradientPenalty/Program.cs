using System;
using System.CommandLine;
using System.IO;

namespace AutoDiff.Examples.GradientPenalty;

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
        NumberOption<int> steps = new("--steps", "N", "Updates of the critic.", 600, 1, 1_000_000);
        NumberOption<int> batch = new("--batch", "N", "Points of each cloud in a step.", 128, 1, 1_000_000);
        NumberOption<int> hidden = new("--hidden", "N", "Features of the two hidden layers.", 32, 1, 4096);
        NumberOption<double> weight = new("--penalty", "X", "The penalty's factor λ.", 10, 1e-3, 1e6);
        NumberOption<int> seed = new("--seed", "N", "Decides weights and points.", 1, 0, int.MaxValue - 1);
        JsonOption json = new();
        RootCommand root = new("A critic whose slope is held near 1 by a penalty: a gradient of a gradient, in training.") { steps, batch, hidden, weight, seed, json };
        root.SetAction(result =>
        {
            string? file = json.Read(result);
            Report report = new(weight.Read(result), hidden.Read(result), batch.Read(result), seed.Read(result));
            report.Write(output, steps.Read(result), file);
        });
        return CommandLine.Run(root, args, output, error);
    }
}

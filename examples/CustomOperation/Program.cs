using System;
using System.CommandLine;
using System.IO;

namespace AutoDiff.Examples.CustomOperation;

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
        NumberOption<int> pairs = new("--pairs", "N", "Pairs to learn from.", 400, 1, 1_000_000);
        NumberOption<int> steps = new("--steps", "N", "Updates of the matrix.", 250, 1, 1_000_000);
        NumberOption<int> seed = new("--seed", "N", "Decides all numbers.", 1, 0, int.MaxValue);
        RootCommand root = new("An operation of one's own, xᵀ·A·y in one pass: its laws, a model with it, its cost, and a mistake that is found.") { pairs, steps, seed };
        root.SetAction(result => new Demonstration(output).Show(pairs.Read(result), steps.Read(result), seed.Read(result)));
        return CommandLine.Run(root, args, output, error);
    }
}

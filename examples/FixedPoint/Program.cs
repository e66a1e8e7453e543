using System;
using System.CommandLine;
using System.IO;

namespace AutoDiff.Examples.FixedPoint;

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
        NumberOption<int> side = new("--side", "N", "Points of the training grid along each side.", 8, 2, 100);
        NumberOption<int> hidden = new("--hidden", "N", "Features of the equilibrium layer's state.", 8, 1, 256);
        NumberOption<int> steps = new("--steps", "N", "Updates of the equilibrium layer.", 300, 1, 1_000_000);
        NumberOption<int> seed = new("--seed", "N", "Decides weights and data.", 1, 0, int.MaxValue);
        RootCommand root = new("Derivatives of solutions: Kepler's equation, a layer at rest, and a penalty tuned by its gradient.") { side, hidden, steps, seed };
        root.SetAction(result => new Demonstration(output).Show(side.Read(result), hidden.Read(result), steps.Read(result), seed.Read(result)));
        return CommandLine.Run(root, args, output, error);
    }
}

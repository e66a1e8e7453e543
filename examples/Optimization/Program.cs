using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace AutoDiff.Examples.Optimization;

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
        NumberOption<int> dimension = new("--dimension", "N", "Variables of the Rosenbrock function.", 100, 2, 100_000);
        NumberOption<int> examples = new("--examples", "N", "Examples of the logistic regression.", 1000, 1, 1_000_000);
        NumberOption<int> features = new("--features", "N", "Features of the logistic regression.", 20, 1, 10_000);
        NumberOption<double> tolerance = new("--tolerance", "X", "The gradient's norm at which a minimisation ends.", 1e-8, 1e-12, 1e3);
        NumberOption<int> iterations = new("--iterations", "N", "Steps at which a minimisation ends, if that is earlier.", 20_000, 1, 10_000_000);
        NumberOption<int> seed = new("--seed", "N", "Decides the data of the logistic regression.", 1, 0, int.MaxValue);
        JsonOption json = new();
        RootCommand root = new("Minimises by gradient descent, by L-BFGS, and by Newton-CG with products of the Hessian and a vector.")
        {
            dimension, examples, features, tolerance, iterations, seed, json,
        };
        root.SetAction(result =>
        {
            string? file = json.Read(result);
            double enough = tolerance.Read(result);
            int most = iterations.Read(result);
            IObjective[] objectives = [new Rosenbrock(dimension.Read(result)), new LogisticRegression(examples.Read(result), features.Read(result), seed.Read(result))];
            JsonArray all = [];
            foreach (IObjective objective in objectives)
            {
                IReadOnlyList<Minimization> runs = [.. Methods().Select(method => Minimization.Run(objective, method, enough, most))];
                Report.Write(output, objective, runs);
                all.Add(Report.Json(objective, runs));
            }

            JsonOption.Write(file, all);
        });
        return CommandLine.Run(root, args, output, error);
    }

    private static IEnumerable<IMethod> Methods() => [new GradientDescent(), new LimitedMemoryBfgs(), new NewtonConjugateGradient()];
}
